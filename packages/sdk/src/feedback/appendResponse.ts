import { ZeroHash } from "ethers";
import { action, call } from "../core/action.js";
import type { FeedbackId } from "./readFeedback.js";

/** An answer to feedback. */
export interface FeedbackResponse extends FeedbackId {
  /** Where the answer lies. */
  uri: string;
  /** keccak256 of the file there; zero unless told. */
  hash?: string | undefined;
}

/**
 * Answers feedback (ERC-8004 reputation); anyone may.
 * @throws ServiceCoinError `ReputationUnknownFeedback`, `ReputationEmptyResponse`
 */
export const appendResponse = action(
  ({ reputation }, { agentId, author, feedbackIndex, uri, hash = ZeroHash }: FeedbackResponse) =>
    call(reputation.appendResponse, [agentId, author, feedbackIndex, uri, hash]),
);
