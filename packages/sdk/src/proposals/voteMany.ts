import { action, call } from "../core/action.js";
import { numberOf, votesIn, type Choice } from "./support.js";

/**
 * Votes on many proposals in one transaction, all or nothing (`castVotes`).
 * @throws ServiceCoinError `GovernorUnexpectedProposalState`, `GovernorAlreadyCastVote`, `GovernorNonexistentProposal`,
 * `ServiceDAOInvalidBallotPaper` when there are none, `InvalidArgument`
 */
export const voteMany = action(
  ({ dao }, choices: readonly Choice[]) =>
    call(dao.castVotes, [choices.map(({ proposalId }) => proposalId), choices.map(({ support }) => numberOf(support))]),
  votesIn,
);
