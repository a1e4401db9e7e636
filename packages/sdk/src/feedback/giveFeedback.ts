import { ZeroHash } from "ethers";
import { action, call } from "../core/action.js";
import { requireEvent } from "../requireEvent.js";

/** A file with more about something, which is named in the event only. */
export interface FeedbackFile {
  /** Where the service was used. */
  endpoint?: string | undefined;
  uri?: string | undefined;
  /** keccak256 of the file; zero unless told. */
  hash?: string | undefined;
}

/** An opinion. */
export interface Feedback extends FeedbackFile {
  agentId: bigint;
  /** What is said, `value / 10 ** decimals`: between -10^38 and 10^38, for example 87 of 100. */
  value: bigint;
  /** 0 to 18, and 0 unless told. */
  decimals?: number | undefined;
  /** What is measured, for example `starred`, `uptime` or `responseTime`; may be left out. */
  tag1?: string | undefined;
  /** Anything but `paid`; may be left out. */
  tag2?: string | undefined;
}

/**
 * Gives feedback without a payment (ERC-8004 reputation), which anyone can: it counts with who trusts the client.
 * @throws ServiceCoinError `ReputationSelfFeedback`, `ReputationReservedTag`, `ReputationInvalidValue`, `ReputationInvalidDecimals`,
 * `ERC721NonexistentToken`
 */
export const giveFeedback = action(
  ({ reputation }, feedback: Feedback) => {
    const { agentId, value, decimals = 0, tag1 = "", tag2 = "", endpoint = "", uri = "", hash = ZeroHash } = feedback;
    return call(reputation.giveFeedback, [agentId, value, decimals, tag1, tag2, endpoint, uri, hash]);
  },
  (sent): { feedbackIndex: bigint } => ({ feedbackIndex: requireEvent(sent, "NewFeedback").args.feedbackIndex }),
);
