import { keccak256 } from "ethers";
import { expectSame, ProofError } from "../errors.js";
import { rootOfList } from "../trie/trie.js";
import { EMPTY_BLOOM, joinedBloom } from "./bloom.js";
import { dataOf, hex, isMissing, listOf, numberIn, objectOf, textOf, type JsonObject } from "./fields.js";
import { hashOf, readHeader, type Header } from "./header.js";
import { encodeReceipt } from "./receipt.js";
import { checkReceipt, type VerifiedLog } from "./receiptFacts.js";
import { ommersHashOf, withdrawalsRootOf } from "./roots.js";
import { encodeTransaction, senderOf, type RawTransaction } from "./transaction.js";
import { checkTransactionFacts } from "./transactionFacts.js";

/** A block whose hash follows from what the node says of it. */
export interface VerifiedBlock {
  number: number;
  hash: string;
  header: Header;
  /** Hashes. */
  transactions: readonly string[];
  logs: readonly VerifiedLog[];
  /** Transactions whose signature does not give the sender that the node says. Their hash is as the node says. */
  unsigned: readonly ProofError[];
}

/**
 * Recomputes a block: its hash, the hashes and senders of its transactions, every root and the logs bloom.
 * @param block `eth_getBlockByNumber` with whole transactions.
 * @param receipts The receipts of all its transactions, in order.
 * @param ommers Headers of its ommers; none after the merge.
 * @throws ProofError with the first field that is wrong
 */
export function verifyBlock(
  block: unknown,
  receipts: readonly unknown[],
  ommers: readonly unknown[] = [],
): VerifiedBlock {
  const fields = objectOf(block, "block");
  const header = readHeader(fields);
  const hash = hashOf(header);
  expectSame("block.hash", hash, dataOf(fields["hash"], "block.hash", 32));
  const headers = ommers.map((ommer, index) => readHeader(ommer, `uncles[${index}]`));
  const uncles = listOf(fields["uncles"], "block.uncles").map(textOf);
  expectSame("block.uncles", headers.map(hashOf).join(" "), uncles.join(" "));
  expectSame("block.sha3Uncles", ommersHashOf(headers), header.sha3Uncles);
  checkWithdrawals(fields, header);
  const transactions = listOf(fields["transactions"], "block.transactions").map((one, index) =>
    objectOf(one, `transactions[${index}]`),
  );
  expectSame("receipts.length", String(transactions.length), String(receipts.length));
  const { hashes, unsigned } = checkTransactions(transactions, header, hash);
  return {
    number: Number(numberIn(header.number)),
    hash,
    header,
    transactions: hashes,
    ...checkReceipts(receipts, transactions, header, hash),
    unsigned,
  };
}

function checkWithdrawals(fields: JsonObject, header: Header): void {
  const { withdrawals } = fields;
  if (header.withdrawalsRoot === undefined) {
    if (!isMissing(withdrawals)) throw new ProofError("Mismatch", "block.withdrawals", "nothing", textOf(withdrawals));
    return;
  }
  expectSame(
    "block.withdrawalsRoot",
    withdrawalsRootOf(listOf(withdrawals, "block.withdrawals")),
    header.withdrawalsRoot,
  );
}

function checkTransactions(transactions: readonly JsonObject[], header: Header, blockHash: string) {
  const raws: string[] = [];
  const hashes: string[] = [];
  const unsigned: ProofError[] = [];
  for (const [index, transaction] of transactions.entries()) {
    const what = `transactions[${index}]`;
    const encoded = encodeTransaction(withParity(transaction), what);
    const error = senderError(transaction, encoded, what);
    if (error !== undefined) unsigned.push(error);
    // Nodes make up the hash too where they invent a signature. The transactions root stands for the rest.
    const hash = error === undefined ? keccak256(encoded.raw) : dataOf(transaction["hash"], `${what}.hash`, 32);
    checkTransactionFacts(transaction, encoded, hash, { blockHash, header, index }, what);
    raws.push(encoded.raw);
    hashes.push(hash);
  }
  expectSame("block.transactionsRoot", rootOfList(raws), header.transactionsRoot);
  return { hashes, unsigned };
}

/** Why a signature does not give the sender that the node says. */
function senderError(transaction: JsonObject, encoded: RawTransaction, what: string): ProofError | undefined {
  const from = dataOf(transaction["from"], `${what}.from`, 20);
  try {
    expectSame(`${what}.from`, senderOf(encoded, what), from);
    return undefined;
  } catch (error) {
    if (error instanceof ProofError) return error;
    throw error;
  }
}

/** Hardhat writes the sender into the signatures that it invents, and their parity as legacy transactions have it. */
function withParity(transaction: JsonObject): JsonObject {
  const { type, from, r, v, yParity } = transaction;
  const isInvented = typeof r === "string" && r === from && isMissing(yParity) && type !== "0x0";
  if (!isInvented || (v !== "0x1b" && v !== "0x1c")) return transaction;
  return { ...transaction, v: v === "0x1c" ? "0x1" : "0x0" };
}

function checkReceipts(
  receipts: readonly unknown[],
  transactions: readonly JsonObject[],
  header: Header,
  blockHash: string,
): { logs: VerifiedLog[] } {
  const logs: VerifiedLog[] = [];
  const raws: string[] = [];
  const blooms: string[] = [];
  let gas = 0n;
  for (const [index, transaction] of transactions.entries()) {
    const checked = checkReceipt(receipts[index], transaction, { blockHash, header, index }, gas, logs.length);
    gas = checked.cumulativeGas;
    logs.push(...checked.logs);
    raws.push(encodeReceipt(checked.raw));
    blooms.push(checked.raw.logsBloom);
  }
  expectSame("block.receiptsRoot", rootOfList(raws), header.receiptsRoot);
  expectSame("block.gasUsed", hex(gas), hex(numberIn(header.gasUsed)));
  expectSame("block.logsBloom", blooms.length === 0 ? EMPTY_BLOOM : joinedBloom(blooms), header.logsBloom);
  return { logs };
}
