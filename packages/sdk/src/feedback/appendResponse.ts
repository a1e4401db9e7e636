import { ZeroHash } from "ethers";
import { action, call } from "../core/action.js";
import type { FeedbackId } from "./readFeedback.js";

/** A response to feedback. */
export interface FeedbackResponse extends FeedbackId {
  /** URI of the response. */
  uri: string;
  /** keccak256 of the file there. Default: zero. */
  hash?: string | undefined;
}

/**
 * Responds to feedback (ERC-8004 reputation). Anyone may do this.
 * @throws ServiceCoinError `ReputationUnknownFeedback`, `ReputationEmptyResponse`
 */
export const appendResponse = action(
  ({ reputation }, { agentId, author, feedbackIndex, uri, hash = ZeroHash }: FeedbackResponse) =>
    call(reputation.appendResponse, [agentId, author, feedbackIndex, uri, hash]),
);
