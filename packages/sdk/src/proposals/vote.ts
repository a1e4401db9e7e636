import { action, call } from "../core/action.js";
import { numberOf, weightIn, type Choice } from "./support.js";

/** A vote of the client. */
export interface Vote extends Choice {
  /** Public. Default: no reason. */
  reason?: string;
}

/**
 * Votes on a proposal. `weight` of the result is in base units.
 * @throws ServiceCoinError `GovernorUnexpectedProposalState` when voting is not open, `GovernorAlreadyCastVote`,
 * `GovernorNonexistentProposal`, `InvalidArgument`
 * @example
 * ```ts
 * const { weight } = await vote(client, { proposalId: 1n, support: "for", reason: "We need a roof." });
 * ```
 */
export const vote = action(
  ({ dao }, { proposalId, support, reason }: Vote) =>
    reason === undefined
      ? call(dao.castVote, [proposalId, numberOf(support)])
      : call(dao.castVoteWithReason, [proposalId, numberOf(support), reason]),
  weightIn,
);
