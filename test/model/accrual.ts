import type { Deal } from "../fixtures/deals.js";

/** The last of all seconds, for deals without deadline. */
const NEVER = 2n ** 64n;

/** Base units that the terms of a stream or subscription make owed until a time, whatever was paid in. */
export function owedBy({ price, period, start, deadline }: Deal, time: bigint): bigint {
  const end = deadline === 0n ? NEVER : deadline;
  if (period === 1n) return price * clamp(least(time, end) - start);
  // A payment for each whole k with start + k * period no later than the time and before the end.
  const latest = least(time, end - 1n);
  return latest < start ? 0n : price * ((latest - start) / period + 1n);
}

/** Base units that the fee takes from a payment. */
export function feeOf(amount: bigint, feeBps: bigint): bigint {
  const whole = 10_000n;
  return (amount * feeBps - ((amount * feeBps) % whole)) / whole;
}

export function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

function clamp(value: bigint): bigint {
  return value > 0n ? value : 0n;
}
