import { dataLength, dataSlice, concat, solidityPacked, type Log, type LogDescription } from "ethers";
import { INTERFACES } from "@servicecoin/sdk/internal";
import { keyOf, type Payment } from "./payment.js";

/** Recipient and data of a transaction. */
export interface ContractCall {
  to: string;
  data: string;
}

/** The most payments by keys for which `gasLimitOf` stays below the 2**24 gas that a transaction may use (EIP-7825). */
export const MAX_BATCH = 200;

/** Gas of a transaction before its payments, with a margin. */
const GAS_BASE = 60_000n;
/**
 * Gas of a payment by a key. `PaymentBatch` requires at most 64,000 for two new words of storage, the signature and two
 * events, computed from the bytes of its payload: one sixth more for a payment with a payee of its own. The calldata
 * costs up to 2,600.
 */
const GAS_BY_KEY = 80_000n;
/** Gas of a payment by a smart wallet, which may use most of it for its own signature check. */
const GAS_BY_WALLET = 400_000n;

/**
 * Returns whether a batch can carry the payment. Otherwise it goes alone. The fields of a batch are narrower than those
 * of the coin: amounts below 2**96 (more than the supply), times below 2**40, and a 65-byte signature of a key.
 */
export function fitsBatch({ value, validAfter, validBefore, signature }: Omit<Payment, "alone">): boolean {
  return value < 2n ** 96n && validAfter < 2n ** 40n && validBefore < 2n ** 40n && isByKey(signature);
}

function isByKey(signature: string): boolean {
  return dataLength(signature) === 65 && /^0x.{128}(?:1b|1c)$/i.test(signature);
}

/**
 * Encodes one payment as a call of the coin. The overload with bytes accepts signatures of keys and of smart wallets.
 */
export function encodeTransfer({ from, to, value, validAfter, validBefore, nonce, signature }: Payment): string {
  const form = "transferWithAuthorization(address,address,uint256,uint256,uint256,bytes32,bytes)";
  const terms = [from, to, value, validAfter, validBefore, nonce];
  return INTERFACES.ServiceCoin.encodeFunctionData(form, [...terms, signature]);
}

/**
 * Encodes payments as one call. Each payment is independent: one that fails does not affect the others. A single
 * payment calls the coin directly.
 * @param addresses Of ServiceCoin and of PaymentBatch.
 * @param payments At least one. Several only if all fit and none goes alone.
 * @throws RangeError
 */
export function encodePayments(addresses: { coin: string; batch: string }, payments: readonly Payment[]): ContractCall {
  const [first, ...rest] = payments;
  if (first === undefined) throw new RangeError("There is no payment to encode.");
  if (rest.length === 0) return { to: addresses.coin, data: encodeTransfer(first) };
  return { to: addresses.batch, data: encodeBatch(payments) };
}

/** Encodes a call of `PaymentBatch.settle`. @throws RangeError if a payment goes alone or does not fit */
export function encodeBatch(payments: readonly Payment[]): string {
  const unfit = payments.find((payment) => payment.alone || !fitsBatch(payment));
  if (unfit) throw new RangeError(`The payment of ${unfit.from} with nonce ${unfit.nonce} does not fit a batch.`);
  const packed = [...byPayee(payments)].map(([payee, group]) => packGroup(payee, group));
  return INTERFACES.PaymentBatch.encodeFunctionData("settle", [concat(packed)]);
}

/** New words of storage that a payment writes at most: the payee's balance and a word of nonces. */
const WORDS = 2n;

/**
 * Returns the gas limit of a transaction that makes payments, without querying a node. `PaymentBatch` reverts if the
 * gas may not suffice for all payments. Unused gas is not paid.
 * @param perWord Extra gas for each new word of storage, see `StatePrice`. Default: 0.
 */
export function gasLimitOf(payments: readonly Payment[], perWord = 0n): bigint {
  const extra = WORDS * perWord;
  return payments.reduce((sum, { alone }) => sum + (alone ? GAS_BY_WALLET : GAS_BY_KEY) + extra, GAS_BASE);
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

/** The fields of a log that prove a payment. */
export type CoinLog = Pick<Log, "address" | "topics" | "data">;

/**
 * Returns the payments that the logs of one transaction prove: `AuthorizationUsed(from, nonce)` directly followed by
 * `Transfer(from, to, value)`, both emitted by the coin. The transfer alone proves nothing, because two payments of a
 * batch may have the same parties and amount.
 * @param coin Address of ServiceCoin.
 * @returns Keys of the proven payments.
 */
export function provenPayments(logs: readonly CoinLog[], coin: string, payments: readonly Payment[]): Set<string> {
  const byKey = new Map(payments.map((payment) => [keyOf(payment), payment]));
  const events = logs.map((log) => (log.address.toLowerCase() === coin.toLowerCase() ? parseLog(log) : null));
  const proven = new Set<string>();
  for (const [index, event] of events.entries()) {
    if (event?.name !== "AuthorizationUsed") continue;
    const key = keyOf({ from: event.args["authorizer"] as string, nonce: event.args["nonce"] as string });
    const payment = byKey.get(key);
    if (payment !== undefined && isTransferOf(payment, events[index + 1])) proven.add(key);
  }
  return proven;
}

function isTransferOf({ from, to, value }: Payment, event: LogDescription | null | undefined): boolean {
  if (event?.name !== "Transfer") return false;
  const [sender, receiver, amount] = event.args as unknown as [string, string, bigint];
  return sender.toLowerCase() === from.toLowerCase() && receiver.toLowerCase() === to.toLowerCase() && amount === value;
}

function parseLog({ topics, data }: CoinLog): LogDescription | null {
  return INTERFACES.ServiceCoin.parseLog({ topics, data });
}
