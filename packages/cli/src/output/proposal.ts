import type { Proposal } from "@servicecoin/sdk";
import { harmless } from "./harmless.js";
import { headline, prose } from "./prose.js";
import { list, table } from "./table.js";
import { scv, time } from "./value.js";

const TITLE_WIDTH = 60;

/** One proposal for people. */
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
  return [list(rows), "", "When it passes:", ...steps, "", "Why, as its proposer says:", ...prose(description)].join(
    "\n",
  );
}

/** Many proposals for people. */
export function proposalTable(proposals: readonly Proposal[]): string {
  if (proposals.length === 0) return "There is none.";
  const rows = proposals.map(({ proposalId, state, votes, closesAt, description }) => [
    proposalId.toString(),
    state,
    scv(votes.for),
    scv(votes.against),
    time(closesAt),
    headline(description, TITLE_WIDTH),
  ]);
  return table(["id", "state", "for", "against", "voting closes after", "title"], rows);
}

/** Who abstains counts too. */
function quorumOf({ quorum, votes }: Proposal): string {
  if (quorum === undefined) return "known when voting opens";
  const counted = votes.for + votes.abstain;
  return `${scv(counted)} of ${scv(quorum)}${counted >= quorum ? ", reached" : ""}`;
}
