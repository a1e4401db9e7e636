import { ETHERS, type Cryptography } from "../cryptography.js";
import { expectSame, ProofError } from "../errors.js";
import { rootOfList } from "../trie/trie.js";
import { joinedBloom } from "./bloom.js";
import { dataOf, hex, isMissing, listOf, numberIn, objectOf, textOf, type JsonObject } from "./fields.js";
import { hashOf, readHeader, type Header } from "./header.js";
import { encodeReceipt } from "./receipt.js";
import { checkReceipt, type VerifiedLog } from "./receiptFacts.js";
import { ommersHashOf, withdrawalsRootOf } from "./roots.js";
import { encodeTransaction, senderOf, type RawTransaction } from "./transaction.js";
import { checkTransactionFacts, type Place } from "./transactionFacts.js";

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
 * @param cryptography Default: ethers.
 * @throws ProofError with the first field that is wrong
 */
export function verifyBlock(
  block: unknown,
  receipts: readonly unknown[],
  ommers: readonly unknown[] = [],
  cryptography = ETHERS,
): VerifiedBlock {
  const fields = objectOf(block, "block");
  const header = readHeader(fields);
  const hash = hashOf(header, cryptography);
  expectSame("block.hash", hash, dataOf(fields["hash"], "block.hash", 32));
  const headers = ommers.map((ommer, index) => readHeader(ommer, `uncles[${index}]`));
  const uncles = listOf(fields["uncles"], "block.uncles").map(textOf);
  expectSame("block.uncles", headers.map((ommer) => hashOf(ommer, cryptography)).join(" "), uncles.join(" "));
  expectSame("block.sha3Uncles", ommersHashOf(headers, cryptography), header.sha3Uncles);
  checkWithdrawals(fields, header, cryptography);
  const transactions = listOf(fields["transactions"], "block.transactions").map((one, index) =>
    objectOf(one, `transactions[${index}]`),
  );
  expectSame("receipts.length", String(transactions.length), String(receipts.length));
  const { hashes, unsigned } = checkTransactions(transactions, { blockHash: hash, header }, cryptography);
  return {
    number: Number(numberIn(header.number)),
    hash,
    header,
    transactions: hashes,
    ...checkReceipts(receipts, transactions, { blockHash: hash, header }, cryptography),
    unsigned,
  };
}

/** The place of all transactions of a block. */
type BlockPlace = Omit<Place, "index">;

function checkWithdrawals(fields: JsonObject, header: Header, cryptography: Cryptography): void {
  const { withdrawals } = fields;
  if (header.withdrawalsRoot === undefined) {
    if (!isMissing(withdrawals)) throw new ProofError("Mismatch", "block.withdrawals", "nothing", textOf(withdrawals));
    return;
  }
  expectSame(
    "block.withdrawalsRoot",
    withdrawalsRootOf(listOf(withdrawals, "block.withdrawals"), cryptography),
    header.withdrawalsRoot,
  );
}

function checkTransactions(transactions: readonly JsonObject[], block: BlockPlace, cryptography: Cryptography) {
  const raws: string[] = [];
  const hashes: string[] = [];
  const unsigned: ProofError[] = [];
  for (const [index, transaction] of transactions.entries()) {
    const what = `transactions[${index}]`;
    const encoded = encodeTransaction(withParity(transaction), what, cryptography);
    const error = senderError(transaction, encoded, what, cryptography);
    if (error !== undefined) unsigned.push(error);
    // Nodes make up the hash too where they invent a signature. The transactions root stands for the rest.
    const hash =
      error === undefined ? cryptography.keccak256(encoded.raw) : dataOf(transaction["hash"], `${what}.hash`, 32);
    checkTransactionFacts(transaction, encoded, hash, { ...block, index }, what);
    raws.push(encoded.raw);
    hashes.push(hash);
  }
  expectSame("block.transactionsRoot", rootOfList(raws, cryptography), block.header.transactionsRoot);
  return { hashes, unsigned };
}

/** Why a signature does not give the sender that the node says. */
function senderError(
  transaction: JsonObject,
  encoded: RawTransaction,
  what: string,
  cryptography: Cryptography,
): ProofError | undefined {
  const from = dataOf(transaction["from"], `${what}.from`, 20);
  try {
    expectSame(`${what}.from`, senderOf(encoded, what, cryptography), from);
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
  block: BlockPlace,
  cryptography: Cryptography,
): { logs: VerifiedLog[] } {
  const logs: VerifiedLog[] = [];
  const raws: string[] = [];
  const blooms: string[] = [];
  const { header } = block;
  let gas = 0n;
  for (const [index, transaction] of transactions.entries()) {
    const before = { gas, logs: logs.length };
    const checked = checkReceipt(receipts[index], transaction, { ...block, index }, before, cryptography);
    gas = checked.cumulativeGas;
    logs.push(...checked.logs);
    raws.push(encodeReceipt(checked.raw));
    blooms.push(checked.raw.logsBloom);
  }
  expectSame("block.receiptsRoot", rootOfList(raws, cryptography), header.receiptsRoot);
  expectSame("block.gasUsed", hex(gas), hex(numberIn(header.gasUsed)));
  expectSame("block.logsBloom", joinedBloom(blooms), header.logsBloom);
  return { logs };
}
