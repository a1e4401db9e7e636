import type { Deal } from "../deals.js";

/** Base units that a stream or subscription has owed by a time, funded or not; exactly as the contract counts. */
export function owedAt({ price, period, start, deadline }: Deal, time: bigint): bigint {
  const until = deadline !== 0n && time > deadline ? deadline : time;
  if (until < start) return 0n;
  const passed = until - start;
  if (period === 1n) return price * passed;
  // The period that begins at the deadline is none.
  if (until === deadline) return price * ((passed + period - 1n) / period);
  return price * (passed / period + 1n);
}

/** First second since 1970 from which on more can be owed than this pays; never after the deadline. */
export function coveredUntil({ price, period, start, deadline }: Deal, funded: bigint): bigint {
  const end = start + (funded / price) * period;
  return deadline !== 0n && end > deadline ? deadline : end;
}
