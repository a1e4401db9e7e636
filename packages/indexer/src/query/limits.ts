/** A budget of the treasury, as far as it was used up at a time. */
export interface UsedBudget {
  amount: bigint;
  period: number;
  used: bigint;
  usedAt: number;
}

/** What is used up of a budget at a time: it refills evenly within its period. Same arithmetic as the contract. */
export function usedAt({ amount, period, used, usedAt: last }: UsedBudget, time: number): bigint {
  const refilled = (BigInt(time - last) * amount) / BigInt(Math.max(period, 1));
  return used > refilled ? used - refilled : 0n;
}
