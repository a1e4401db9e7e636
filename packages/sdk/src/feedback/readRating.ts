import type { Client } from "../core/client.js";
import { withErrors } from "../core/errors.js";
import type { PaidRating } from "../services/discovery.js";

/**
 * Reads the ratings by payers of a service: averages from 0 to 100 with 18 decimals, and base units of SCV. All 0 when
 * nobody has rated it.
 * @throws ServiceCoinError `Unreachable`
 */
export async function readRating({ reputation }: Client, agentId: bigint): Promise<PaidRating> {
  return withErrors(async () => {
    const { count, paid, average, weightedAverage } = await reputation.getPaidSummary(agentId);
    return { count, paid, average, weightedAverage };
  });
}
