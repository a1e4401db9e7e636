import type { Client } from "../core/client.js";
import { withErrors } from "../core/errors.js";

/** Which feedback to average. */
export interface SummaryFilter {
  agentId: bigint;
  /** The trusted accounts, at least one. */
  authors: readonly string[];
  /** Only with this tag. */
  tag1?: string | undefined;
  /** Only with this tag. */
  tag2?: string | undefined;
}

/** An average: `value / 10 ** decimals`. */
export interface FeedbackSummary {
  count: bigint;
  value: bigint;
  decimals: number;
}

/**
 * Reads the average of what these accounts say about a service (ERC-8004 reputation).
 * @throws ServiceCoinError `ReputationNoClients`
 */
export async function readSummary({ reputation }: Client, filter: SummaryFilter): Promise<FeedbackSummary> {
  return withErrors(async () => {
    const { agentId, authors, tag1 = "", tag2 = "" } = filter;
    const summary = await reputation.getSummary(agentId, [...authors], tag1, tag2);
    return { count: summary.count, value: summary.summaryValue, decimals: Number(summary.summaryValueDecimals) };
  });
}
