/** One, in parts per million. Shares, weights and scores are whole numbers of this unit, so that every machine agrees. */
export const ONE = 1_000_000;

/** A part of a whole, rounded down; nothing of nothing is 0. */
export function shareOf(part: bigint, whole: bigint): number {
  if (whole <= 0n) return 0;
  return part >= whole ? ONE : Number((part * BigInt(ONE)) / whole);
}

/** The product of two shares. */
export function times(a: number, b: number): number {
  return Math.round((a * b) / ONE);
}

/** The part of an amount. */
export function portion(amount: bigint, share: number): bigint {
  return (amount * BigInt(share)) / BigInt(ONE);
}

/** What is left of one after so many half-lives. */
export function decay(time: number, halfLife: number): number {
  return Math.round(ONE * 0.5 ** (Math.max(0, time) / halfLife));
}

/** `value / (value + half)`: 0 for nothing, half at `half`, towards one without a bound. */
export function saturation(value: number, half: number): number {
  return value + half === 0 ? 0 : Math.round((value / (value + half)) * ONE);
}

/** A mean of weighed shares that begins with a prior, which counts as so many of them. */
export function shrunkMean(sum: number, weight: number, prior: Prior): number {
  const all = weight + prior.counts * ONE;
  return all === 0 ? prior.mean : Math.round((sum * ONE + prior.mean * prior.counts * ONE) / all);
}

/** What is assumed before anything is known. */
export interface Prior {
  mean: number;
  /** As how many full observations it counts. */
  counts: number;
}
