/** A payment in coins that a phone wallet reads from a QR code. */
export interface TokenPayment {
  coin: string;
  chainId: number;
  to: string;
  /** Base units. */
  amount: bigint;
}

/**
 * Writes a payment as EIP-681 wants it: a call of `transfer`, with the amount in base units. It has no field for a
 * reference.
 */
export function paymentUri({ coin, chainId, to, amount }: TokenPayment): string {
  return `ethereum:${coin}@${chainId}/transfer?address=${to}&uint256=${amount}`;
}
