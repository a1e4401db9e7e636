import { ZeroHash } from "ethers";
import type { WithEther } from "../checkout/etherLimit.js";
import { action, call, type Call } from "../core/action.js";

/** A payment with the client's coins. */
export interface Transfer extends WithEther {
  to: string;
  /** Base units of SCV. */
  amount: bigint;
  /**
   * Any 32 bytes by which the receiver finds the payment, for example the hash of an invoice. It is public. Default: no
   * reference.
   */
  reference?: string | undefined;
}

/** A payment with a reference. */
export interface TransferWithReference extends Transfer {
  reference: string;
}

/**
 * Sends coins (ERC-20), or ether that buys them, with a reference if one is given (the event of ERC-7699); the receiver
 * finds it with `findPayments`.
 * @throws ServiceCoinError `ERC20InsufficientBalance`, `ERC20InvalidReceiver`
 * @example
 * ```ts
 * const { hash } = await transfer(client, { to: payee, amount: parseScv("1.25") });
 * await transfer(client, { to: payee, amount: parseScv("3"), reference: encodeBytes32String("invoice 17") });
 * ```
 */
export const transfer = action((client, { to, amount, reference, withEther }: Transfer): Call<boolean | bigint> => {
  const { coin, checkout } = client;
  if (withEther !== undefined) {
    return call(checkout.pay, [to, amount, reference ?? ZeroHash, withEther.validUntil], withEther.maxInput);
  }
  return reference === undefined
    ? call(coin.transfer, [to, amount])
    : call(coin.transferWithReference, [to, amount, reference]);
});

/**
 * Sends coins with a reference.
 * @deprecated Use `transfer` with a `reference`.
 */
export const transferWithReference: typeof transfer = transfer;
