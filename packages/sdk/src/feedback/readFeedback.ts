import type { Client } from "../core/client.js";
import { withErrors } from "../core/errors.js";

/** Names one piece of feedback. */
export interface FeedbackId {
  agentId: bigint;
  /** The account that gave it. */
  author: string;
  /** Number among those of the author about the service, from 1. */
  feedbackIndex: bigint;
}

/** One piece of feedback. */
export interface GivenFeedback extends FeedbackId {
  /** What is said: `value / 10 ** decimals`. */
  value: bigint;
  decimals: number;
  tag1: string;
  /** `paid` when a deal backs it, and only then. */
  tag2: string;
  isRevoked: boolean;
  /** How often it was answered. */
  responses: bigint;
}

/** One piece of feedback (ERC-8004 reputation). @throws ServiceCoinError `ReputationUnknownFeedback` */
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
