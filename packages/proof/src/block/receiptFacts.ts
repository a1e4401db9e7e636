import { expectSame } from "../errors.js";
import type { Cryptography } from "../cryptography.js";
import { bloomOf } from "./bloom.js";
import { dataOf, expectOnly, hex, isMissing, listOf, numberIn, numberOf, objectOf, textOf } from "./fields.js";
import type { JsonObject } from "./fields.js";
import type { RawReceipt } from "./receipt.js";
import { checkPlace, createdAddress, effectivePrice, expectNumber, type Place } from "./transactionFacts.js";

/** A log of a block whose hash stands for it. */
export interface VerifiedLog {
  /** Lowercase. */
  address: string;
  topics: readonly string[];
  data: string;
  blockNumber: number;
  transactionHash: string;
  /** Position in the block. */
  index: number;
}

const RECEIPT = new Set([
  ...["type", "status", "root", "cumulativeGasUsed", "logsBloom", "logs", "gasUsed", "effectiveGasPrice"],
  ...["contractAddress", "from", "to", "transactionHash", "transactionIndex", "blockHash", "blockNumber"],
  ...["blockTimestamp", "blobGasUsed", "blobGasPrice"],
]);
const LOG = new Set([
  ...["address", "topics", "data", "logIndex", "removed", "transactionHash", "transactionIndex", "blockHash"],
  ...["blockNumber", "blockTimestamp"],
]);
const BLOB_GAS = 131_072n;

/** A receipt that was checked, and what the next one needs. */
export interface CheckedReceipt {
  raw: RawReceipt;
  cumulativeGas: bigint;
  logs: VerifiedLog[];
}

/**
 * Checks what a node says of a receipt beside its encoding: gas, price, parties, the created contract, places of logs.
 * `blobGasPrice` follows from no field of the block alone, and is not checked.
 * @param transaction The transaction, checked.
 * @param before Gas that the transactions before it used, and the number of their logs.
 * @throws ProofError `Mismatch`, `Malformed`, `UnknownField`
 */
export function checkReceipt(
  receipt: unknown,
  transaction: JsonObject,
  place: Place,
  before: { gas: bigint; logs: number },
  cryptography: Cryptography,
): CheckedReceipt {
  const what = `receipts[${place.index}]`;
  const fields = objectOf(receipt, what);
  expectOnly(fields, RECEIPT, what);
  const { type, status, root } = fields;
  expectSame(`${what}.type`, numberText(transaction["type"]), numberText(type));
  const hash = textOf(transaction["hash"]);
  expectSame(`${what}.transactionHash`, hash, textOf(fields["transactionHash"]));
  checkPlace(fields, place, what);
  for (const party of ["from", "to"]) {
    expectSame(`${what}.${party}`, addressText(transaction[party]), addressText(fields[party]));
  }
  const cumulativeGas = numberOf(fields["cumulativeGasUsed"], `${what}.cumulativeGasUsed`);
  expectNumber(fields, "gasUsed", cumulativeGas - before.gas, what);
  if (!isMissing(fields["effectiveGasPrice"])) {
    expectNumber(fields, "effectiveGasPrice", effectivePrice(transaction, place.header, what), what);
  }
  if (!isMissing(fields["blobGasUsed"])) {
    const blobs = isMissing(transaction["blobVersionedHashes"]) ? [] : listOf(transaction["blobVersionedHashes"], what);
    expectNumber(fields, "blobGasUsed", BLOB_GAS * BigInt(blobs.length), what);
  }
  const created = isMissing(transaction["to"]) ? createdAddress(transaction, what) : "null";
  // A node may leave out the contract of a creation that failed.
  if (!(created !== "null" && isMissing(fields["contractAddress"]) && isFailure(status))) {
    expectSame(`${what}.contractAddress`, created, addressText(fields["contractAddress"]));
  }
  const logs = listOf(fields["logs"], `${what}.logs`).map((log, index) =>
    checkLog(log, hash, place, before.logs + index, `${what}.logs[${index}]`),
  );
  const logsBloom = dataOf(fields["logsBloom"], `${what}.logsBloom`, 256);
  expectSame(`${what}.logsBloom`, bloomOf(logs, cryptography), logsBloom);
  const raw = {
    cumulativeGasUsed: hex(cumulativeGas),
    logsBloom,
    logs,
    ...(!isMissing(type) && { type: textOf(type) }),
    ...(!isMissing(status) && { status: textOf(status) }),
    ...(!isMissing(root) && { root: dataOf(root, `${what}.root`, 32) }),
  };
  return { raw, cumulativeGas, logs };
}

function checkLog(log: unknown, hash: string, place: Place, index: number, what: string): VerifiedLog {
  const fields = objectOf(log, what);
  expectOnly(fields, LOG, what);
  checkPlace(fields, place, what);
  expectSame(`${what}.transactionHash`, hash, textOf(fields["transactionHash"]));
  expectNumber(fields, "logIndex", BigInt(index), what);
  if (!isMissing(fields["removed"])) expectSame(`${what}.removed`, "false", textOf(fields["removed"]));
  return {
    address: dataOf(fields["address"], `${what}.address`, 20),
    topics: listOf(fields["topics"], `${what}.topics`).map((topic) => dataOf(topic, `${what}.topics`, 32)),
    data: dataOf(fields["data"], `${what}.data`),
    blockNumber: Number(numberIn(place.header.number)),
    transactionHash: hash,
    index,
  };
}

function isFailure(status: unknown): boolean {
  return !isMissing(status) && numberOf(status, "receipt.status") === 0n;
}

function numberText(value: unknown): string {
  return isMissing(value) ? "0x0" : textOf(value);
}

function addressText(value: unknown): string {
  return isMissing(value) ? "null" : textOf(value).toLowerCase();
}
