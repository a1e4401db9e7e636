import { dataSlice, decodeRlp, keccak256, type RlpStructuredData } from "ethers";
import { numberIn } from "../block/fields.js";
import { hashOf } from "../block/header.js";
import type { RawLog } from "../block/receipt.js";
import { assembled, chainIdOf, senderOf, TRANSACTION_FIELDS, type RawTransaction } from "../block/transaction.js";
import { expectSame, ProofError } from "../errors.js";
import { keyOf } from "../trie/trie.js";
import { valueIn } from "../trie/verify.js";
import { digestOf, readReceipt, type ReceiptDocument } from "./document.js";
import { eventsAt, eventsIn, type ReceiptEvent } from "./events.js";

/** What the verifier knows from elsewhere. */
export interface VerifyOptions {
  /** Hash of a block that the verifier trusts. Without it, the result is only as good as the document's checkpoint. */
  checkpoint?: string | undefined;
  /** Hash of block 0 of the chain that is meant. Default: the document's is believed. */
  genesisHash?: string | undefined;
}

/** What a document proves. */
export interface ProvenReceipt {
  chainId: bigint;
  transactionHash: string;
  /** The account that signed the transaction, in lowercase. */
  sender: string;
  /** Whether the transaction succeeded; undefined before Byzantium. A failed one has no logs. */
  isSuccess: boolean | undefined;
  events: readonly ReceiptEvent[];
  /** The block with the transaction. */
  block: { number: number; hash: string; time: bigint };
  checkpoint: { number: number; hash: string };
  /** Keccak-256 that names the document. */
  digest: string;
  /** Whether the checkpoint is the one that the verifier trusts. */
  isTrusted: boolean;
}

/**
 * Verifies the text of a receipt, without a network: every byte of it must be right.
 * @throws ProofError with the field that is wrong; `WrongCheckpoint` when another block than the trusted one is its end
 */
export function verifyReceipt(text: string, options: VerifyOptions = {}): ProvenReceipt {
  return verifyDocument(readReceipt(text), options);
}

/** Verifies a receipt whose text has been read. @throws as `verifyReceipt` */
export function verifyDocument(
  document: ReceiptDocument,
  { checkpoint, genesisHash }: VerifyOptions = {},
): ProvenReceipt {
  expectSame("digest", digestOf(document), document.digest);
  if (genesisHash !== undefined) expectSame("genesisHash", genesisHash.toLowerCase(), document.genesisHash);
  const { header, transactionIndex } = document;
  const key = keyOf(transactionIndex);
  const raw = valueIn(header.transactionsRoot, key, document.transactionProof, "transactionProof");
  if (raw === undefined)
    throw new ProofError("Mismatch", "transactionIndex", "a transaction", String(transactionIndex));
  expectSame("transactionHash", keccak256(raw), document.transactionHash);
  const { transaction, chainId } = decodeTransaction(raw);
  // A legacy transaction without a chain is valid on every chain.
  expectSame("chainId", (chainId ?? BigInt(document.chainId)).toString(), document.chainId);
  const receipt = valueIn(header.receiptsRoot, key, document.receiptProof, "receiptProof");
  if (receipt === undefined) throw new ProofError("Mismatch", "receiptProof", "a receipt", undefined);
  const { isSuccess, logs } = decodeReceipt(receipt);
  expectSame("events", JSON.stringify(eventsOf(logs, document.log)), JSON.stringify(document.events));
  const hash = hashOf(header);
  const end = followHeaders(document, hash);
  if (checkpoint !== undefined && checkpoint.toLowerCase() !== end.hash) {
    throw new ProofError("WrongCheckpoint", "checkpoint.hash", checkpoint.toLowerCase(), end.hash);
  }
  return {
    chainId: BigInt(document.chainId),
    transactionHash: document.transactionHash,
    sender: senderOf(transaction, "transaction"),
    isSuccess,
    events: document.events,
    block: { number: Number(numberIn(header.number)), hash, time: numberIn(header.timestamp) },
    checkpoint: end,
    digest: document.digest,
    isTrusted: checkpoint !== undefined,
  };
}

/** The events of a receipt, or of one of its logs. @throws ProofError `NotFound` when that log is of another event */
export function eventsOf(logs: readonly RawLog[], log: number | null): ReceiptEvent[] {
  const all = eventsIn(logs);
  const events = log === null ? all : eventsAt(all, log);
  if (log !== null && events.length === 0)
    throw new ProofError("NotFound", `event in log ${log}`, undefined, undefined);
  return events;
}

function followHeaders({ header, checkpoint }: ReceiptDocument, hash: string): { number: number; hash: string } {
  let end = { number: Number(numberIn(header.number)), hash };
  for (const [index, next] of checkpoint.headers.entries()) {
    const what = `checkpoint.headers[${index}]`;
    expectSame(`${what}.parentHash`, end.hash, next.parentHash);
    expectSame(`${what}.number`, String(end.number + 1), String(numberIn(next.number)));
    end = { number: end.number + 1, hash: hashOf(next) };
  }
  expectSame("checkpoint.hash", end.hash, checkpoint.hash);
  return end;
}

function decodeTransaction(raw: string): { transaction: RawTransaction; chainId: bigint | undefined } {
  const { type, fields } = untyped(raw, "transaction");
  const signed = TRANSACTION_FIELDS[type];
  const [v, r, s] = fields.slice(-3);
  if (signed?.length !== fields.length - 3 || typeof v !== "string" || typeof r !== "string" || typeof s !== "string") {
    throw new ProofError("Malformed", "transaction", "a transaction", raw);
  }
  const transaction = assembled(type, fields.slice(0, -3), { v: numberIn(v), r, s });
  const [first] = fields;
  const named = type === 0 || typeof first !== "string" ? undefined : numberIn(first);
  return { transaction, chainId: type === 0 ? chainIdOf(numberIn(v)) : named };
}

function decodeReceipt(raw: string): { isSuccess: boolean | undefined; logs: RawLog[] } {
  const [outcome, , , logs] = untyped(raw, "receipt").fields;
  if (typeof outcome !== "string" || !Array.isArray(logs))
    throw new ProofError("Malformed", "receipt", "a receipt", raw);
  const isSuccess = outcome.length > 4 ? undefined : outcome === "0x01";
  return { isSuccess, logs: logs.map(logOf) };
}

function logOf(log: RlpStructuredData): RawLog {
  const [address, topics, data] = typeof log === "string" ? [] : log;
  if (typeof address !== "string" || typeof data !== "string" || !Array.isArray(topics)) {
    throw new ProofError("Malformed", "receipt.logs", "a log", undefined);
  }
  return { address, data, topics: topics.filter((topic) => typeof topic === "string") };
}

function untyped(raw: string, what: string): { type: number; fields: RlpStructuredData[] } {
  const first = parseInt(raw.slice(2, 4), 16);
  const isTyped = first < 0xc0;
  const fields = decodeRlp(isTyped ? dataSlice(raw, 1) : raw);
  if (typeof fields === "string") throw new ProofError("Malformed", what, "a list", fields);
  return { type: isTyped ? first : 0, fields };
}
