/** Names of the Solidity enum `ProposalState`, by number. */
export const PROPOSAL_STATES = [
  "pending",
  "active",
  "canceled",
  "defeated",
  "succeeded",
  "queued",
  "expired",
  "executed",
] as const;

/** State of a proposal. */
export type ProposalState = (typeof PROPOSAL_STATES)[number];

/** The name of a state. @throws RangeError when the enum has no such number */
export function proposalStateOf(number: bigint): ProposalState {
  const state = PROPOSAL_STATES.at(Number(number));
  if (state === undefined) throw new RangeError(`Unknown state ${number} of a proposal`);
  return state;
}
