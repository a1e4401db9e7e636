import { keccak256 } from "ethers";
import { dataOf, isMissing, listOf, numberOf, objectOf, textOf } from "../block/fields.js";
import { encodeReceipt, type RawReceipt } from "../block/receipt.js";
import { encodeTransaction } from "../block/transaction.js";
import { verifyBlock } from "../block/verifyBlock.js";
import { expectSame, ProofError } from "../errors.js";
import { proofInList } from "../trie/trie.js";
import { askOne, readBlocks, type Source } from "../audit/source.js";
import { digestOf, RECEIPT_VERSION, type ReceiptDocument } from "./document.js";
import { eventsOf } from "./verify.js";

/** What to prove. */
export interface ProveOptions {
  /** Position of the one log to prove in the receipt of the transaction. Default: all events that receipts know. */
  log?: number | undefined;
  /** Number of the block to use as checkpoint, at or after that of the transaction. Default: its own block. */
  checkpoint?: number | undefined;
}

/** Headers that lead to a checkpoint, at most: each takes about 1.5 kB in the document. */
const MOST_HEADERS = 1_000;

/**
 * Makes a proof of what a transaction paid or decided. Everything the node says is verified first.
 * @throws ProofError `NotFound` when the node does not have the transaction in a block, or it has no such event;
 * `Mismatch` when what the node says does not fit together; `Unreachable`
 */
export async function proveReceipt(
  source: Source,
  transactionHash: string,
  { log, checkpoint }: ProveOptions = {},
): Promise<ReceiptDocument> {
  const { number, index } = await placeOf(source, transactionHash);
  const last = checkpoint ?? number;
  if (last < number || last - number > MOST_HEADERS) {
    throw new ProofError("Malformed", "checkpoint", `a block from ${number} to ${number + MOST_HEADERS}`, String(last));
  }
  const [first, ...later] = await readBlocks(source, number, last);
  if (first === undefined) throw new ProofError("NotFound", `block ${number}`, undefined, undefined);
  const block = verifyBlock(first.block, first.receipts, first.ommers);
  if (block.transactions[index] !== transactionHash.toLowerCase()) {
    throw new ProofError("Mismatch", "transaction.transactionIndex", undefined, String(index));
  }
  const transactions = listOf(objectOf(first.block, "block")["transactions"], "block.transactions").map(
    (one) => encodeTransaction(objectOf(one, "transaction"), "transaction").raw,
  );
  expectSame("transaction.hash", keccak256(transactions[index] ?? "0x"), transactionHash.toLowerCase());
  const receipts = first.receipts.map(rawReceipt);
  const headers = later.map((one) => verifyBlock(one.block, one.receipts, one.ommers));
  const genesis = objectOf(await askOne(source, "eth_getBlockByNumber", "0x0", false), "block 0");
  const receipt = receipts[index];
  const document = {
    version: RECEIPT_VERSION,
    chainId: numberOf(await askOne(source, "eth_chainId"), "eth_chainId").toString(),
    genesisHash: dataOf(genesis["hash"], "block.hash", 32),
    transactionHash: transactionHash.toLowerCase(),
    transactionIndex: index,
    log: log ?? null,
    header: block.header,
    transactionProof: proofInList(transactions, index),
    receiptProof: proofInList(receipts.map(encodeReceipt), index),
    events: eventsOf(receipt?.logs ?? [], log ?? null),
    checkpoint: { hash: headers.at(-1)?.hash ?? block.hash, headers: headers.map(({ header }) => header) },
  };
  return { ...document, digest: digestOf(document) };
}

/**
 * The block of a transaction, and its position there, as the node says.
 * @throws ProofError `NotFound` when the node does not have the transaction in a block; `Unreachable`, `Malformed`
 */
export async function placeOf(source: Source, transactionHash: string): Promise<{ number: number; index: number }> {
  const told = await askOne(source, "eth_getTransactionByHash", transactionHash);
  if (isMissing(told)) throw new ProofError("NotFound", `transaction ${transactionHash}`, undefined, undefined);
  const { blockNumber, transactionIndex } = objectOf(told, "transaction");
  if (isMissing(blockNumber)) {
    throw new ProofError("NotFound", `transaction ${transactionHash} in a block`, undefined, undefined);
  }
  return {
    number: Number(numberOf(blockNumber, "transaction.blockNumber")),
    index: Number(numberOf(transactionIndex, "transaction.transactionIndex")),
  };
}

/** A receipt that `verifyBlock` has checked, without what is not in its encoding. */
function rawReceipt(told: unknown): RawReceipt {
  const { type, status, root, cumulativeGasUsed, logsBloom, logs } = objectOf(told, "receipt");
  return {
    ...(!isMissing(type) && { type: textOf(type) }),
    ...(!isMissing(status) && { status: textOf(status) }),
    ...(!isMissing(root) && { root: textOf(root) }),
    cumulativeGasUsed: textOf(cumulativeGasUsed),
    logsBloom: textOf(logsBloom),
    logs: listOf(logs, "receipt.logs").map((one) => {
      const { address, topics, data } = objectOf(one, "log");
      return { address: textOf(address), topics: listOf(topics, "log.topics").map(textOf), data: textOf(data) };
    }),
  };
}
