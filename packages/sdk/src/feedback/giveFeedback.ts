import { ZeroHash } from "ethers";
import { action, call } from "../core/action.js";
import { requireEvent } from "../requireEvent.js";

/** A file with details, which is named only in the event. */
export interface FeedbackFile {
  /** The endpoint that was used. */
  endpoint?: string | undefined;
  uri?: string | undefined;
  /** keccak256 of the file. Default: zero. */
  hash?: string | undefined;
}

/** Feedback about a service. */
export interface Feedback extends FeedbackFile {
  agentId: bigint;
  /** The value is `value / 10 ** decimals`, between -10^38 and 10^38; for example 87 of 100. */
  value: bigint;
  /** 0 to 18. Default: 0. */
  decimals?: number | undefined;
  /** What is measured, for example `starred`, `uptime` or `responseTime`; may be left out. */
  tag1?: string | undefined;
  /** Any text except `paid`; optional. */
  tag2?: string | undefined;
}

/**
 * Gives feedback without a payment (ERC-8004 reputation). Anyone may do this; it matters to those who trust the client.
 * @throws ServiceCoinError `ReputationSelfFeedback`, `ReputationReservedTag`, `ReputationInvalidValue`,
 * `ReputationInvalidDecimals`, `ERC721NonexistentToken`
 */
export const giveFeedback = action(
  ({ reputation }, feedback: Feedback) => {
    const { agentId, value, decimals = 0, tag1 = "", tag2 = "", endpoint = "", uri = "", hash = ZeroHash } = feedback;
    return call(reputation.giveFeedback, [agentId, value, decimals, tag1, tag2, endpoint, uri, hash]);
  },
  (sent): { feedbackIndex: bigint } => ({ feedbackIndex: requireEvent(sent, "NewFeedback").args.feedbackIndex }),
);
