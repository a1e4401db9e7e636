import { inNextBlock } from "../clock.js";
import type { Client } from "../core/client.js";
import { withErrors } from "../core/errors.js";
import type { Limit } from "./readBudget.js";

/** What may leave the treasury in any `period` seconds in total, as the cap is set now. */
export interface Cap extends Limit {
  /**
   * What limits the next payment instead, as soon as anyone calls `applyCap`: given once the scheduled change is due.
   * Period 0 means no limit.
   */
  applicable?: Limit;
  /** What `applyCap` will set; amount and period are 0 when the cap will be removed. */
  scheduled?: {
    amount: bigint;
    period: bigint;
    /** `applyCap` is allowed from this second on, in seconds since 1970. */
    effectiveAt: bigint;
  };
}

/**
 * Reads the cap on an asset, undefined when it has none.
 * @param params `asset` is the address of a token, or zero for ether.
 * @throws ServiceCoinError
 */
export function readCap(client: Client, { asset }: { asset: string }): Promise<Cap | undefined> {
  return withErrors(async () => {
    const { treasury } = client;
    const [{ amount, period, available }, scheduled, then] = await Promise.all([
      inNextBlock((at) => treasury.capOf(asset, at)),
      treasury.scheduledCapOf(asset),
      inNextBlock((at) => treasury.applicableCapOf(asset, at)),
    ]);
    if (period === 0n) return undefined;
    if (scheduled.effectiveAt === 0n) return { amount, period, available };
    const next = { amount: scheduled.amount, period: scheduled.period, effectiveAt: scheduled.effectiveAt };
    // What is scheduled always differs from what is set, so equal terms mean that the change is not due.
    const isDue = then.amount !== amount || then.period !== period;
    const applicable = { amount: then.amount, period: then.period, available: then.available };
    return { amount, period, available, ...(isDue && { applicable }), scheduled: next };
  });
}
