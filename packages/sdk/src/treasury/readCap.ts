import { inNextBlock, nextTime } from "../clock.js";
import type { Client } from "../core/client.js";
import { withErrors } from "../core/errors.js";
import type { Limit } from "./readBudget.js";

/** What may leave the treasury in any `period` seconds in total. */
export interface Cap extends Limit {
  /** What `applyCap` will set; amount and period are 0 when the cap will be removed. */
  scheduled?: {
    amount: bigint;
    period: bigint;
    /** `applyCap` is allowed from this second on, in seconds since 1970. */
    effectiveAt: bigint;
    /** Whether it is due: anyone can apply it in the transaction that spends, so that it holds in effect. */
    isDue: boolean;
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
    const [{ amount, period, available }, scheduled, now] = await Promise.all([
      inNextBlock((at) => treasury.capOf(asset, at)),
      treasury.scheduledCapOf(asset),
      nextTime(client),
    ]);
    if (period === 0n) return undefined;
    if (scheduled.effectiveAt === 0n) return { amount, period, available };
    const { effectiveAt } = scheduled;
    const next = { amount: scheduled.amount, period: scheduled.period, effectiveAt, isDue: effectiveAt <= now };
    return { amount, period, available, scheduled: next };
  });
}
