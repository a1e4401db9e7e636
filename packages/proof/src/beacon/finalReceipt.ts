import type { Source } from "../audit/source.js";
import { dataOf, expectOnly, objectOf, textOf } from "../block/fields.js";
import { expectSame, ProofError } from "../errors.js";
import {
  digestOfJson,
  expectText,
  FINAL_RECEIPT_VERSION,
  parsedJson,
  readReceipt,
  type ReceiptDocument,
} from "../receipt/document.js";
import { placeOf, proveReceipt } from "../receipt/prove.js";
import { verifyDocument, type ProvenReceipt, type VerifyOptions } from "../receipt/verify.js";
import { readFinality, type Finality } from "./finality.js";
import { BEACON_NETWORKS } from "./networks.js";
import type { BeaconNode } from "./node.js";
import { readFinalityFrom } from "./proveFinality.js";
import { verifyFinality, type BeaconTrust, type ProvenFinality } from "./verifyFinality.js";

/** A receipt whose checkpoint is a block that the sync committees of the beacon chain say is final. */
export interface FinalReceiptDocument {
  version: number;
  receipt: ReceiptDocument;
  finality: Finality;
  /** Keccak-256 of the document without this field. */
  digest: string;
}

/** What such a document proves. The digest is that of the whole document. */
export interface ProvenFinalReceipt extends ProvenReceipt {
  finality: ProvenFinality;
}

/** How a receipt on a final block is made. */
export interface FinalProveOptions {
  /** Root of a block of the beacon chain that those who will verify trust: the first of an epoch, and final. */
  root: string;
  /** Position of the one log to prove. Default: all events that receipts know. */
  log?: number | undefined;
}

/** What the verifier knows of the beacon chain and of the execution chain. */
export type FinalVerifyOptions = BeaconTrust & VerifyOptions;

/** The text of a document: the only one that is valid, byte by byte. */
export function finalReceiptText(document: FinalReceiptDocument): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** The digest of a document. */
export function finalDigestOf(document: Omit<FinalReceiptDocument, "digest">): string {
  return digestOfJson({ ...document, digest: undefined });
}

/**
 * Makes a receipt that stands on a final block, and verifies it.
 * @param node A beacon node of the same chain as the source.
 * @throws ProofError `NotFinal` when the block of the transaction is not final yet; `NoLightClientData`; `NotFound`,
 * `Mismatch`, `Unreachable` and others as `proveReceipt`
 */
export async function proveFinalReceipt(
  source: Source,
  node: BeaconNode,
  transactionHash: string,
  { root, log }: FinalProveOptions,
): Promise<FinalReceiptDocument> {
  const { number } = await placeOf(source, transactionHash);
  const finality = await readFinalityFrom(node, root.toLowerCase(), number);
  verifyFinality(finality, { root });
  const receipt = await proveReceipt(source, transactionHash, {
    log,
    checkpoint: Number(finality.execution.blockNumber),
  });
  const document = { version: FINAL_RECEIPT_VERSION, receipt, finality };
  const made = { ...document, digest: finalDigestOf(document) };
  verifyFinalReceipt(finalReceiptText(made), { root });
  return made;
}

/**
 * Verifies the text of a receipt with the finality of its checkpoint, without a network: every byte must be right.
 * Without a trusted root, committee or checkpoint, the result is only as good as where the document begins.
 * @throws ProofError with the field that is wrong, as `verifyReceipt` and `verifyFinality`
 */
export function verifyFinalReceipt(text: string, options: FinalVerifyOptions = {}): ProvenFinalReceipt {
  const { receipt, finality, digest } = readFinalReceipt(text);
  const proven = verifyDocument(receipt, options);
  const network = options.network ?? BEACON_NETWORKS[receipt.chainId];
  const found = verifyFinality(finality, { ...options, network });
  expectSame("receipt.checkpoint.hash", finality.execution.blockHash, proven.checkpoint.hash);
  return { ...proven, digest, finality: found, isTrusted: proven.isTrusted || found.isTrusted };
}

/**
 * Reads the text of a document.
 * @throws ProofError `Malformed`, `UnknownField`, `UnknownVersion`; `Mismatch` for a text that is not in the one form
 */
export function readFinalReceipt(text: string): FinalReceiptDocument {
  const fields = objectOf(parsedJson(text), "receipt");
  if (fields["version"] !== FINAL_RECEIPT_VERSION) {
    throw new ProofError("UnknownVersion", "version", String(FINAL_RECEIPT_VERSION), textOf(fields["version"]));
  }
  expectOnly(fields, new Set(["version", "receipt", "finality", "digest"]), "receipt");
  const document = {
    version: FINAL_RECEIPT_VERSION,
    receipt: readReceipt(`${JSON.stringify(fields["receipt"], null, 2)}\n`),
    finality: readFinality(fields["finality"]),
  };
  const digest = dataOf(fields["digest"], "digest", 32);
  expectSame("digest", finalDigestOf(document), digest);
  const read = { ...document, digest };
  expectText(finalReceiptText(read), text);
  return read;
}
