import type { Deal } from "../deals.js";

/** The terms of a deal that its accrual depends on. */
export type AccrualTerms = Pick<Deal, "price" | "period" | "start" | "deadline">;

/**
 * Returns the base units of SCV that a stream or subscription has owed by a time, funded or not. Same arithmetic as the
 * contract.
 */
export function owedAt({ price, period, start, deadline }: AccrualTerms, time: bigint): bigint {
  const until = deadline !== 0n && time > deadline ? deadline : time;
  if (until < start) return 0n;
  const passed = until - start;
  if (period === 1n) return price * passed;
  // A period that would start at the deadline does not count.
  if (until === deadline) return price * ((passed + period - 1n) / period);
  return price * (passed / period + 1n);
}

/**
 * Returns the first second, since 1970, in which more can be owed than this amount pays for; never after the deadline.
 */
export function coveredUntil({ price, period, start, deadline }: AccrualTerms, funded: bigint): bigint {
  const end = start + (funded / price) * period;
  return deadline !== 0n && end > deadline ? deadline : end;
}
