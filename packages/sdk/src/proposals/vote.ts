import { action, call } from "../core/action.js";
import { numberOf, weightIn, type Choice } from "./support.js";

/** A vote of the client. */
export interface Vote extends Choice {
  /** Public; none unless told. */
  reason?: string;
}

/**
 * Votes on one proposal. `weight` of the result are base units.
 * @throws ServiceCoinError `GovernorUnexpectedProposalState` when voting is not open, `GovernorAlreadyCastVote`,
 * `GovernorNonexistentProposal`, `InvalidArgument`
 */
export const vote = action(
  ({ dao }, { proposalId, support, reason }: Vote) =>
    reason === undefined
      ? call(dao.castVote, [proposalId, numberOf(support)])
      : call(dao.castVoteWithReason, [proposalId, numberOf(support), reason]),
  weightIn,
);
