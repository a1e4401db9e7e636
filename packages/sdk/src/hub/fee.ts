const BASIS_POINTS = 10_000n;

/** Returns the hub's fee of a payment in base units of SCV, rounded down as in the contract. */
export function feeOf(amount: bigint, feeBps: bigint): bigint {
  return (amount * feeBps) / BASIS_POINTS;
}

/** Returns what the payee receives of a payment in base units of SCV, after the hub's fee. */
export function netOf(amount: bigint, feeBps: bigint): bigint {
  return amount - feeOf(amount, feeBps);
}
