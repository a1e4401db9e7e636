import { readProposal, type Proposal } from "@servicecoin/sdk";
import { time } from "../output/value.js";
import type { Explain } from "./explain.js";

/** What the user wants to do with a proposal. */
type Step = "vote" | "queue" | "execute";

const ENDED: Readonly<Record<string, string | undefined>> = {
  canceled: "was canceled",
  defeated: "was defeated: it has not enough votes for it",
  expired: "expired: it was not executed in time after it was queued",
  executed: "was executed already",
};

/** Explains why a proposal does not allow a step in its state, and what comes first. */
export function inItsState(step: Step): Explain<unknown> {
  return async ({ code, args }, client) => {
    if (code !== "GovernorUnexpectedProposalState") return undefined;
    return sentenceOf(step, await readProposal(client, args["proposalId"] as bigint));
  };
}

/** Explains which accounts may cancel a proposal, and until when. */
export const cancelableBy: Explain<unknown> = async ({ code, args }, client) => {
  if (code !== "GovernorUnableToCancel") return undefined;
  const proposalId = args["proposalId"] as bigint;
  const [{ proposer, opensAt }, guardian] = await Promise.all([
    readProposal(client, proposalId),
    client.dao.proposalGuardian(),
  ]);
  return (
    `Only the proposer ${proposer} may cancel proposal ${proposalId}, until voting opens after ${time(opensAt)}, ` +
    `and the guardian ${guardian} until it is executed; the account ${String(args["account"])} may not.`
  );
};

function sentenceOf(step: Step, proposal: Proposal): string | undefined {
  const { proposalId, state, opensAt, closesAt, executableAt } = proposal;
  const name = `Proposal ${proposalId}`;
  const ended = ENDED[state];
  if (ended !== undefined) return `${name} ${ended}.`;
  if (state === "pending") return `Voting on proposal ${proposalId} opens after ${time(opensAt)}: wait until then.`;
  if (step === "vote") return `Voting on proposal ${proposalId} closed after ${time(closesAt)}.`;
  if (state === "active") return `Voting on proposal ${proposalId} closes after ${time(closesAt)}: wait until then.`;
  if (state === "succeeded") {
    const help = `queue it first, with "servicecoin proposal queue ${proposalId}".`;
    return `${name} has passed, but is not queued yet: ${help}`;
  }
  return executableAt === undefined ? undefined : `${name} is queued already, executable from ${time(executableAt)}.`;
}
