import type { Client } from "../core/client.js";
import { withErrors } from "../core/errors.js";

/** Identifies one piece of feedback. */
export interface FeedbackId {
  agentId: bigint;
  /** The account that gave it. */
  author: string;
  /** Number among the author's feedback about the service, from 1. */
  feedbackIndex: bigint;
}

/** One piece of feedback. */
export interface GivenFeedback extends FeedbackId {
  /** The value is `value / 10 ** decimals`. */
  value: bigint;
  decimals: number;
  tag1: string;
  /** `paid` if and only if a deal backs it. */
  tag2: string;
  isRevoked: boolean;
  /** Number of responses. */
  responses: bigint;
}

/** Reads one piece of feedback (ERC-8004 reputation). @throws ServiceCoinError `ReputationUnknownFeedback` */
export async function readFeedback({ reputation }: Client, id: FeedbackId): Promise<GivenFeedback> {
  return withErrors(async () => {
    const { agentId, author, feedbackIndex } = id;
    const [{ value, valueDecimals, tag1, tag2, isRevoked }, responses] = await Promise.all([
      reputation.readFeedback(agentId, author, feedbackIndex),
      reputation.getResponseCount(agentId, author, feedbackIndex, []),
    ]);
    const decimals = Number(valueDecimals);
    return { agentId, author, feedbackIndex, value, decimals, tag1, tag2, isRevoked, responses };
  });
}
