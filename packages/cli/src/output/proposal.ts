import type { Proposal } from "@servicecoin/sdk";
import { harmless } from "./harmless.js";
import { headline, prose } from "./prose.js";
import { list, table } from "./table.js";
import { scv, time } from "./value.js";

const TITLE_WIDTH = 60;

/** Formats one proposal. */
export function proposalText(proposal: Proposal): string {
  const { proposalId, proposer, calls, description, state, votes, opensAt, closesAt, executableAt } = proposal;
  const rows: [string, string][] = [
    ["proposal", proposalId.toString()],
    ["state", state],
    ["proposer", proposer],
    ["voting opens after", time(opensAt)],
    ["voting closes after", time(closesAt)],
    ...(executableAt === undefined ? [] : [["executable from", time(executableAt)] as [string, string]]),
    ["for", scv(votes.for)],
    ["against", scv(votes.against)],
    ["abstain", scv(votes.abstain)],
    ["quorum", quorumOf(proposal)],
  ];
  const steps = calls.map(({ summary }, i) => `  ${i + 1}. ${harmless(summary)}`);
  return [list(rows), "", "If it passes:", ...steps, "", "Description by the proposer:", ...prose(description)].join(
    "\n",
  );
}

/** Formats proposals, one per line. */
export function proposalTable(proposals: readonly Proposal[], columns: number): string {
  const rows = proposals.map(({ proposalId, state, votes, closesAt, description }) => [
    proposalId.toString(),
    state,
    scv(votes.for),
    scv(votes.against),
    time(closesAt),
    headline(description, TITLE_WIDTH),
  ]);
  return table(["id", "state", "for", "against", "voting closes after", "title"], rows, "No proposals.", columns);
}

/** Votes for and abstentions count towards the quorum. */
function quorumOf({ quorum, votes }: Proposal): string {
  if (quorum === undefined) return "known when voting opens";
  const counted = votes.for + votes.abstain;
  return `${scv(counted)} of ${scv(quorum)}${counted >= quorum ? ", reached" : ""}`;
}
