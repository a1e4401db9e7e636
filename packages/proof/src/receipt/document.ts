import { keccak256 } from "ethers";
import { expectOnly, listOf, objectOf, textOf, type JsonObject } from "../block/fields.js";
import { readBareHeader, type Header } from "../block/header.js";
import { ProofError } from "../errors.js";
import type { ReceiptEvent } from "./events.js";

/** The version of documents that this program writes and reads. */
export const RECEIPT_VERSION = 1;

/** The version of documents that have the finality of their checkpoint too, for `@servicecoin/proof/beacon`. */
export const FINAL_RECEIPT_VERSION = 2;

/** A proof that a transaction is in a block with its receipt. As JSON it is the same bytes for everyone. */
export interface ReceiptDocument {
  version: number;
  chainId: string;
  /** Hash of block 0. Nothing in the document proves it: compare it with the genesis of the chain that you know. */
  genesisHash: string;
  transactionHash: string;
  /** Position of the transaction in its block. */
  transactionIndex: number;
  /** Position of the only log in the receipt that the document is about; null for all that receipts know. */
  log: number | null;
  header: Header;
  /** Nodes from the header's `transactionsRoot` to the transaction. */
  transactionProof: readonly string[];
  /** Nodes from the header's `receiptsRoot` to the receipt. */
  receiptProof: readonly string[];
  events: readonly ReceiptEvent[];
  /** The block to trust: the block itself, or a later one to which the headers lead. */
  checkpoint: { hash: string; headers: readonly Header[] };
  /** Keccak-256 of the document without this field. */
  digest: string;
}

const FIELDS = [
  ...["version", "chainId", "genesisHash", "transactionHash", "transactionIndex", "log", "header"],
  ...["transactionProof", "receiptProof", "events", "checkpoint", "digest"],
];

/** The text of a document: the only one that is valid, byte by byte. */
export function receiptText(document: ReceiptDocument): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** The digest of a document. */
export function digestOf(document: Omit<ReceiptDocument, "digest">): string {
  return digestOfJson({ ...document, digest: undefined });
}

/** Keccak-256 of a value as JSON. */
export function digestOfJson(value: unknown): string {
  // Not by ethers, whose conversion takes as long as the hash. JSON is never ill-formed Unicode.
  return keccak256(new TextEncoder().encode(JSON.stringify(value)));
}

/**
 * Reads the text of a document.
 * @throws ProofError `Malformed`, `UnknownField`, `UnknownVersion`; `Mismatch` for a text that is not in the one form
 */
export function readReceipt(text: string): ReceiptDocument {
  const fields = objectOf(parsedJson(text), "receipt");
  if (fields["version"] !== RECEIPT_VERSION) {
    throw new ProofError("UnknownVersion", "version", String(RECEIPT_VERSION), textOf(fields["version"]));
  }
  expectOnly(fields, new Set(FIELDS), "receipt");
  const checkpoint = objectOf(fields["checkpoint"], "checkpoint");
  expectOnly(checkpoint, new Set(["hash", "headers"]), "checkpoint");
  const document: ReceiptDocument = {
    version: RECEIPT_VERSION,
    chainId: decimal(fields, "chainId"),
    genesisHash: hash(fields, "genesisHash"),
    transactionHash: hash(fields, "transactionHash"),
    transactionIndex: count(fields["transactionIndex"], "transactionIndex"),
    log: fields["log"] === null ? null : count(fields["log"], "log"),
    header: strictHeader(fields["header"], "header"),
    transactionProof: nodes(fields["transactionProof"], "transactionProof"),
    receiptProof: nodes(fields["receiptProof"], "receiptProof"),
    events: listOf(fields["events"], "events").map(event),
    checkpoint: {
      hash: hash(checkpoint, "hash"),
      headers: listOf(checkpoint["headers"], "checkpoint.headers").map((header, index) =>
        strictHeader(header, `checkpoint.headers[${index}]`),
      ),
    },
    digest: hash(fields, "digest"),
  };
  expectText(receiptText(document), text);
  return document;
}

/** Whether a text is a document with the finality of its checkpoint, right or wrong. Never throws. */
export function isFinalReceipt(text: string): boolean {
  try {
    return objectOf(parsedJson(text), "receipt")["version"] === FINAL_RECEIPT_VERSION;
  } catch {
    return false;
  }
}

/** @throws ProofError `Malformed` for a text that is not JSON */
export function parsedJson(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch (error) {
    throw new ProofError("Malformed", "receipt", "a JSON document", source, error);
  }
}

/** @throws ProofError `Mismatch` for a text that is not in the one form of its document */
export function expectText(right: string, text: string): void {
  if (text === right) return;
  throw new ProofError("Mismatch", "text", "the form that the program writes", whereOther(text, right));
}

function strictHeader(value: unknown, field: string): Header {
  // Numbers of a document are in the form of RLP, where 0 is no byte.
  const fields = objectOf(value, field);
  const told = Object.fromEntries(
    Object.entries(fields).map(([name, one]) => [name, isNumberZero(name, one) ? "0x0" : one]),
  );
  return readBareHeader(told, field);
}

function isNumberZero(name: string, value: unknown): boolean {
  return value === "0x" && name !== "extraData";
}

function event(value: unknown, index: number): ReceiptEvent {
  const what = `events[${index}]`;
  const fields = objectOf(value, what);
  expectOnly(fields, new Set(["log", "contract", "event", "args"]), what);
  const args = Object.entries(objectOf(fields["args"], `${what}.args`)).map(([name, one]): [string, string] => {
    return [name, text(one, `${what}.args.${name}`)];
  });
  return {
    log: count(fields["log"], `${what}.log`),
    contract: text(fields["contract"], `${what}.contract`),
    event: text(fields["event"], `${what}.event`),
    args: Object.fromEntries(args),
  };
}

function nodes(value: unknown, field: string): string[] {
  return listOf(value, field).map((node, index) => {
    const found = text(node, `${field}[${index}]`);
    if (/^0x(?:[0-9a-f]{2})+$/.test(found)) return found;
    throw new ProofError("Malformed", `${field}[${index}]`, "bytes in hex", found);
  });
}

function hash(fields: JsonObject, field: string): string {
  const found = text(fields[field], field);
  if (!/^0x[0-9a-f]{64}$/.test(found)) throw new ProofError("Malformed", field, "32 bytes in hex", found);
  return found;
}

function decimal(fields: JsonObject, field: string): string {
  const found = text(fields[field], field);
  if (!/^[1-9]\d{0,77}$/.test(found)) throw new ProofError("Malformed", field, "a number", found);
  return found;
}

function count(value: unknown, field: string): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) {
    throw new ProofError("Malformed", field, "a whole number", textOf(value));
  }
  return value;
}

function text(value: unknown, field: string): string {
  if (typeof value !== "string") throw new ProofError("Malformed", field, "a text", textOf(value));
  return value;
}

function whereOther(one: string, other: string): string {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at++;
  return `another from character ${at}`;
}
