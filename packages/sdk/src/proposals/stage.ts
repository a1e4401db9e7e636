import { id } from "ethers";
import type { Client } from "../core/client.js";
import type { RawCall } from "./describe.js";
import { readDraft } from "./readProposal.js";

/**
 * A proposal by its number, which is looked up, or the proposal itself, as `readProposal` returns it. Only the number
 * finds a proposal whose description is not UTF-8.
 */
export type ProposalReference = { proposalId: bigint } | { calls: readonly RawCall[]; description: string };

/** Returns the arguments of `queue`, `execute` and `cancel`. */
export async function argumentsOf(
  client: Client,
  proposal: ProposalReference,
): Promise<[targets: string[], values: bigint[], calldatas: string[], descriptionHash: string]> {
  const { calls, descriptionHash } =
    "calls" in proposal
      ? { calls: proposal.calls, descriptionHash: id(proposal.description) }
      : await readDraft(client, proposal.proposalId);
  return [
    calls.map(({ target }) => target),
    calls.map(({ value }) => value),
    calls.map(({ data }) => data),
    descriptionHash,
  ];
}
