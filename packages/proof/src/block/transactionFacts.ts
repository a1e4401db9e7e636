import { getCreateAddress } from "ethers";
import { expectSame } from "../errors.js";
import { dataOf, expectOnly, hex, isMissing, numberOf, objectOf, textOf, type JsonObject } from "./fields.js";
import type { Header } from "./header.js";
import { numberIn } from "./fields.js";
import { chainIdOf, TRANSACTION_FIELDS, type RawTransaction } from "./transaction.js";

/** What a transaction and its receipt say of the block that they are in. */
export interface Place {
  blockHash: string;
  header: Header;
  /** Position of the transaction in the block. */
  index: number;
}

const SIGNATURE = ["v", "r", "s", "yParity"];
const PLACE = ["hash", "blockHash", "blockNumber", "blockTimestamp", "transactionIndex", "from", "gasPrice", "type"];
const KNOWN = TRANSACTION_FIELDS.map(
  (fields) => new Set([...fields.map(([name]) => name), ...SIGNATURE, ...PLACE, "chainId"]),
);

/**
 * Checks what a node says of a transaction beside its encoding. The sender is checked by the caller.
 * @throws ProofError `Mismatch`, `Malformed`, `UnknownField`
 */
export function checkTransactionFacts(
  transaction: JsonObject,
  { type, v }: RawTransaction,
  hash: string,
  place: Place,
  what: string,
): void {
  expectOnly(transaction, KNOWN[type] ?? new Set(), what);
  expectSame(`${what}.hash`, hash, dataOf(transaction["hash"], `${what}.hash`));
  checkPlace(transaction, place, what);
  const { chainId } = transaction;
  if (type === 0 && !isMissing(chainId)) {
    // A transaction for any chain carries no chain id; some nodes say their own.
    const signed = chainIdOf(v);
    if (signed !== undefined) expectSame(`${what}.chainId`, hex(signed), hex(numberOf(chainId, `${what}.chainId`)));
  }
  if (!isMissing(transaction["gasPrice"])) {
    const price = hex(effectivePrice(transaction, place.header, what));
    expectSame(`${what}.gasPrice`, price, hex(numberOf(transaction["gasPrice"], `${what}.gasPrice`)));
  }
}

/** Checks block and position, which are the same fields in transactions, receipts and logs. */
export function checkPlace(fields: JsonObject, { blockHash, header, index }: Place, what: string): void {
  expectSame(`${what}.blockHash`, blockHash, dataOf(fields["blockHash"], `${what}.blockHash`));
  expectNumber(fields, "blockNumber", numberIn(header.number), what);
  expectNumber(fields, "transactionIndex", BigInt(index), what);
  const { blockTimestamp } = fields;
  // anvil writes it as a JSON number in receipts.
  if (isMissing(blockTimestamp)) return;
  const time = typeof blockTimestamp === "number" ? hex(blockTimestamp) : textOf(blockTimestamp);
  expectSame(`${what}.blockTimestamp`, hex(numberIn(header.timestamp)), time);
}

/** @throws ProofError `Mismatch` when a field is not this number */
export function expectNumber(fields: JsonObject, name: string, expected: bigint, what: string): void {
  expectSame(`${what}.${name}`, hex(expected), hex(numberOf(fields[name], `${what}.${name}`)));
}

/** What a transaction pays for a unit of gas, in wei (EIP-1559). */
export function effectivePrice(transaction: JsonObject, header: Header, what: string): bigint {
  const { maxFeePerGas, maxPriorityFeePerGas } = transaction;
  if (isMissing(maxFeePerGas)) return numberOf(transaction["gasPrice"], `${what}.gasPrice`);
  const most = numberOf(maxFeePerGas, `${what}.maxFeePerGas`);
  const bid = numberIn(header.baseFeePerGas ?? "0x") + numberOf(maxPriorityFeePerGas, `${what}.maxPriorityFeePerGas`);
  return bid < most ? bid : most;
}

/** The address of the contract that a transaction creates, in lowercase. */
export function createdAddress(transaction: unknown, what: string): string {
  const fields = objectOf(transaction, what);
  const from = dataOf(fields["from"], `${what}.from`, 20);
  return getCreateAddress({ from, nonce: numberOf(fields["nonce"], `${what}.nonce`) }).toLowerCase();
}
