/** Gas limit of a transaction on Ethereum (EIP-7825). */
const MOST = 2n ** 24n;

/**
 * Returns the gas limit for a transaction: one and a half times the node's estimate. The estimate holds for one moment,
 * and others may change the state before the transaction is mined. Unused gas is not paid.
 */
export function gasLimitFor(estimated: bigint): bigint {
  const limit = (estimated * 3n) / 2n;
  if (limit <= MOST) return limit;
  return estimated > MOST ? estimated : MOST;
}
