import type { Client } from "../core/client.js";
import { withErrors } from "../core/errors.js";

/** The hub's fee. */
export interface Fees {
  /** Basis points of each payment, for deals that are opened now. */
  feeBps: bigint;
  /** Base units of SCV that were taken and have not been collected yet. */
  uncollected: bigint;
}

/** Reads the hub's fee, and what it has taken. @throws ServiceCoinError `Unreachable` */
export async function readFees({ hub }: Client): Promise<Fees> {
  return withErrors(async () => {
    const [feeBps, uncollected] = await Promise.all([hub.fee(), hub.fees()]);
    return { feeBps, uncollected };
  });
}
