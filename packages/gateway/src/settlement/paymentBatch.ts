import { dataLength, dataSlice, concat, solidityPacked } from "ethers";
import { INTERFACES } from "@servicecoin/sdk/internal";
import type { Payment } from "./payment.js";

/** A call, without who sends it. */
export interface Call {
  to: string;
  data: string;
}

/** The most payments by keys for which `gasLimitOf` stays below the 2**24 gas that a transaction is allowed (EIP-7825). */
export const MAX_BATCH = 200;

/** Gas of a transaction that does nothing. */
export const GAS_EMPTY = 21_000n;
/** Gas of a transaction before its payments, with some to spare. */
const GAS_BASE = 60_000n;
/**
 * Gas of a payment by a key. At most 64,000 for two new words of storage, the signature and two events, which `PaymentBatch` asks for,
 * reckoned by bytes: a sixth more for a payee of its own. The calldata costs up to 2,600.
 */
const GAS_BY_KEY = 80_000n;
/** Gas of a payment by a smart wallet, which may use most of it for its own check. */
const GAS_BY_WALLET = 400_000n;

/**
 * Whether a batch can carry the payment; else it goes alone. The fields of a batch are narrower than those of the coin: amounts below
 * 2**96, which is more than there can be, times below 2**40, and the 65 bytes of a key's signature.
 */
export function fitsBatch({ value, validAfter, validBefore, signature }: Omit<Payment, "alone">): boolean {
  return value < 2n ** 96n && validAfter < 2n ** 40n && validBefore < 2n ** 40n && isByKey(signature);
}

function isByKey(signature: string): boolean {
  return dataLength(signature) === 65 && /^0x.{128}(?:1b|1c)$/i.test(signature);
}

/** The call of the coin that makes one payment. The form with bytes takes the signatures of keys and of smart wallets. */
export function encodeTransfer({ from, to, value, validAfter, validBefore, nonce, signature }: Payment): string {
  const form = "transferWithAuthorization(address,address,uint256,uint256,uint256,bytes32,bytes)";
  const terms = [from, to, value, validAfter, validBefore, nonce];
  return INTERFACES.ServiceCoin.encodeFunctionData(form, [...terms, signature]);
}

/**
 * The call that makes payments, each for itself: one that fails leaves the others alone. One payment goes to the coin directly.
 * @param addresses Of ServiceCoin and of PaymentBatch.
 * @param payments One at least. Several only where each fits and none goes alone.
 * @throws RangeError
 */
export function encodePayments(addresses: { coin: string; batch: string }, payments: readonly Payment[]): Call {
  if (payments.length === 0) throw new RangeError("There is no payment to make.");
  if (payments.length === 1) return { to: addresses.coin, data: encodeTransfer(payments[0]) };
  return { to: addresses.batch, data: encodeBatch(payments) };
}

/** The call of `PaymentBatch.settle`. @throws RangeError when a payment goes alone or does not fit. */
export function encodeBatch(payments: readonly Payment[]): string {
  const unfit = payments.find((payment) => payment.alone || !fitsBatch(payment));
  if (unfit) throw new RangeError(`The payment of ${unfit.from} with the nonce ${unfit.nonce} goes alone.`);
  const packed = [...byPayee(payments)].map(([payee, group]) => packGroup(payee, group));
  return INTERFACES.PaymentBatch.encodeFunctionData("settle", [concat(packed)]);
}

/**
 * Gas for the call that makes payments, without asking a node. `PaymentBatch` refuses less than its payments need; what is not used is not
 * paid.
 */
export function gasLimitOf(payments: readonly Payment[]): bigint {
  return payments.reduce((sum, { alone }) => sum + (alone ? GAS_BY_WALLET : GAS_BY_KEY), GAS_BASE);
}

function byPayee(payments: readonly Payment[]): Map<string, Payment[]> {
  const groups = new Map<string, Payment[]>();
  for (const payment of payments) {
    const payee = payment.to.toLowerCase();
    const group = groups.get(payee);
    if (group) group.push(payment);
    else groups.set(payee, [payment]);
  }
  return groups;
}

function packGroup(payee: string, group: readonly Payment[]): string {
  return concat([solidityPacked(["address", "uint16"], [payee, group.length]), ...group.map(packPayment)]);
}

function packPayment({ from, value, validAfter, validBefore, nonce, signature }: Payment): string {
  const terms = solidityPacked(
    ["address", "uint96", "uint40", "uint40", "bytes32"],
    [from, value, validAfter, validBefore, nonce],
  );
  return concat([terms, dataSlice(signature, 64), dataSlice(signature, 0, 64)]);
}
