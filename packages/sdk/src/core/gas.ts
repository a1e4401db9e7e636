/** Gas that one transaction may have on Ethereum (EIP-7825). */
const MOST = 2n ** 24n;

/**
 * What a transaction is allowed to use: half as much again as the node has estimated. The estimate is that of one moment, and of the state
 * that others may change before the transaction is mined. What is not used is not paid.
 */
export function gasLimitFor(estimated: bigint): bigint {
  const limit = (estimated * 3n) / 2n;
  if (limit <= MOST) return limit;
  return estimated > MOST ? estimated : MOST;
}
