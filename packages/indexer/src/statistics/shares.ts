/** Shares and percentiles in whole numbers. Divisions round down. */

const BASIS = 10_000n;
const MILLION = 1_000_000n;

/** Part of a whole in basis points; null without a whole. */
export function bps(part: bigint | number, whole: bigint | number): number | null {
  const total = BigInt(whole);
  return total === 0n ? null : Number((BigInt(part) * BASIS) / total);
}

/** How a total is distributed. */
export interface Concentration {
  /** Share of the largest, in basis points; null without a total. */
  largestBps: number | null;
  /** Herfindahl index: the sum of the squared shares, in parts per million; null without a total. */
  herfindahlPpm: number | null;
}

export function concentration(values: Iterable<bigint>): Concentration {
  let [total, squares, largest] = [0n, 0n, 0n];
  for (const value of values) {
    total += value;
    squares += value * value;
    if (value > largest) largest = value;
  }
  const herfindahlPpm = total === 0n ? null : Number((squares * MILLION) / (total * total));
  return { largestBps: bps(largest, total), herfindahlPpm };
}

/** A value and how often it occurs. */
export type Weighted<Value> = readonly [value: Value, count: number];

/**
 * The percentile by the nearest rank: the smallest value that at least so many percent of the values do not exceed.
 * @param sorted Ascending.
 */
export function percentile<Value>(sorted: readonly Weighted<Value>[], percent: number): Value | null {
  const total = sorted.reduce((sum, [, count]) => sum + count, 0);
  let rank = Math.max(1, Math.ceil((total * percent) / 100));
  for (const [value, count] of sorted) {
    rank -= count;
    if (rank <= 0) return value;
  }
  return null;
}

/** Counts equal values and sorts them. */
export function weighted<Value extends number | bigint>(values: Iterable<Value>): Weighted<Value>[] {
  const counts = new Map<Value, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return sortWeighted(counts);
}

export function sortWeighted<Value extends number | bigint>(counts: ReadonlyMap<Value, number>): Weighted<Value>[] {
  return [...counts].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}
