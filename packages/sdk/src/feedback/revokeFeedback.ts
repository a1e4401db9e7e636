import { action, call } from "../core/action.js";

/** Feedback of the client. */
export interface OwnFeedback {
  agentId: bigint;
  /** From 1. */
  feedbackIndex: bigint;
}

/**
 * Revokes feedback of the client (ERC-8004 reputation): it no longer counts. A deal cannot be rated again.
 * @throws ServiceCoinError `ReputationUnknownFeedback`, `ReputationAlreadyRevoked`
 */
export const revokeFeedback = action(({ reputation }, { agentId, feedbackIndex }: OwnFeedback) =>
  call(reputation.revokeFeedback, [agentId, feedbackIndex]),
);
