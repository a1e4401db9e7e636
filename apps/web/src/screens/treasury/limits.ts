/** A budget as the index has it at its last block. */
export interface BudgetThen {
  amount: string;
  /** Seconds in which an empty budget refills. */
  period: number;
  /** What was available then, in base units. */
  available: string;
}

/**
 * What is available of a budget now: it refills evenly within its period, also while there is no block.
 * @param then When it was `available`; undefined when that is not known
 */
export function availableAt({ amount, period, available }: BudgetThen, now: number, then: number | undefined): bigint {
  const [whole, left] = [BigInt(amount), BigInt(available)];
  if (then === undefined || period === 0 || now <= then) return left;
  const refilled = left + (whole * BigInt(now - then)) / BigInt(period);
  return refilled > whole ? whole : refilled;
}
