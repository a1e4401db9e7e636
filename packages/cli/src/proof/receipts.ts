import {
  HttpSource,
  isFinalReceipt,
  ProofError,
  proveReceipt,
  receiptText,
  verifyReceipt,
  type ReceiptEvent,
  type ProvenReceipt,
} from "@servicecoin/proof";
import { getAddress } from "ethers";
import { CliError, EXIT } from "../errors/cliError.js";
import { list } from "../output/table.js";
import { grouped, scv, time } from "../output/value.js";
import type { Session } from "../session/session.js";
import { deploymentIfThere } from "./deploymentIfThere.js";
import { withProofErrors } from "./errors.js";
import { finalityRows, type BeaconTrust, type ProvenFinality } from "./finality.js";
import { argumentText } from "./receiptFacts.js";
import { locate, reported, type Located, type ReceiptSubject } from "./receiptSubject.js";

/** Whether the contracts of a receipt are those of the deployment that the verifier has. */
export type ContractsStanding = "known" | "unknown";

/** A receipt that was verified, and its text. */
export interface CheckedReceipt {
  text: string;
  found: ShownReceipt;
}

/** What a receipt proves, and of which contracts. */
export interface ShownReceipt extends ProvenReceipt {
  contracts: ContractsStanding;
  /** Undefined for a receipt without the finality of its checkpoint. */
  finality?: ProvenFinality;
}

/** How a receipt is made. */
export interface MakeOptions {
  /** The account that signed an x402 payment which is named by its nonce. */
  payer?: string | undefined;
  /** Number of the block that the headers of the document lead to. */
  checkpoint?: number | undefined;
  /** The node that proves on which final block the receipt stands, and the root of the block to begin with. */
  beacon?: { url: string; root: string } | undefined;
}

/** What the verifier trusts. */
export interface Trusted extends BeaconTrust {
  /** Hash of a block of the execution chain. */
  checkpoint?: string | undefined;
}

/**
 * Makes a receipt.
 * @returns The text of the document.
 * @throws CliError `NotFound`, `Mismatch` and others of proofs; `OtherChain`, `AmbiguousNonce`
 */
export async function makeReceipt(
  session: Session,
  subject: ReceiptSubject,
  { payer, checkpoint, beacon }: MakeOptions,
): Promise<string> {
  const { network } = await session.node();
  const source = new HttpSource(network.url);
  const prove = async ({ transaction, log }: Located) => {
    if (beacon === undefined) return receiptText(await proveReceipt(source, transaction, { log, checkpoint }));
    const { finalReceiptText, HttpBeaconNode, proveFinalReceipt } = await import("@servicecoin/proof/beacon");
    const { url, root } = beacon;
    return finalReceiptText(await proveFinalReceipt(source, new HttpBeaconNode(url), transaction, { root, log }));
  };
  if (!("id" in subject)) {
    const found = await reported(session, subject);
    return withProofErrors(() => prove(found));
  }
  const { id } = subject;
  return withProofErrors(async () => {
    try {
      return await prove({ transaction: id });
    } catch (error) {
      if (!(error instanceof ProofError) || error.code !== "NotFound") throw error;
      const found = await locate(session, id, payer);
      if (found !== undefined) return await prove(found);
      if (error.field !== `transaction ${id}`) throw error;
      const message = `${id} is no transaction, order or payment nonce on this chain.`;
      throw new CliError("NotFound", message, { id }, EXIT.refused, error);
    }
  });
}

/**
 * Verifies a receipt in a file, without a connection.
 * @throws CliError `Mismatch`, `WrongCheckpoint` and others of proofs; `NoFinality` when a block of the beacon chain is
 * trusted, and the receipt does not lead there; `WrongContract`
 */
export async function checkFile(session: Session, file: string, trusted: Trusted = {}): Promise<CheckedReceipt> {
  return checkReceipt(session, textOf(await session.files.readBytes(file), file), trusted);
}

/** Verifies the text of a receipt. @throws as `checkFile` */
export async function checkReceipt(session: Session, text: string, trusted: Trusted = {}): Promise<CheckedReceipt> {
  const proven = await withProofErrors(() => verified(text, trusted));
  return { text, found: { ...proven, contracts: await standingOf(session, proven) } };
}

async function verified(text: string, trusted: Trusted): Promise<ProvenReceipt & { finality?: ProvenFinality }> {
  if (isFinalReceipt(text)) return (await import("@servicecoin/proof/beacon")).verifyFinalReceipt(text, trusted);
  const proven = verifyReceipt(text, trusted);
  if (trusted.root === undefined && trusted.committee === undefined) return proven;
  const message = "The receipt does not say on which final block it stands: verify it with --checkpoint.";
  throw new CliError("NoFinality", message, {}, EXIT.refused);
}

/** Formats what a receipt proves for people. */
export function receiptRows(found: ShownReceipt): string {
  const { events, block, checkpoint, sender, isSuccess, isTrusted, contracts, finality } = found;
  const option = finality === undefined ? "--checkpoint with a hash" : "--beacon-checkpoint with a root";
  const trusted = finality === undefined ? "the trusted block" : "the trusted block or committee";
  const trust = isTrusted ? trusted : `not compared: give ${option} that you trust`;
  const rows: [string, string][] = [
    ["transaction", found.transactionHash],
    ["chain", found.chainId.toString()],
    ["sender", getAddress(sender)],
    ["outcome", isSuccess === false ? "failed" : "succeeded"],
    ["block", `${grouped(block.number)} of ${time(block.time)}, ${block.hash}`],
    ["checkpoint", `${grouped(checkpoint.number)}, ${checkpoint.hash}`],
    ...(finality === undefined ? [] : finalityRows(finality)),
    ["digest", found.digest],
    ["trust", trust],
    ["contracts", contracts === "known" ? "those of the deployment" : "not compared: no deployment record here"],
  ];
  return [list(rows), ...events.map(eventText)].join("\n");
}

function eventText({ event, contract, args }: ReceiptEvent): string {
  const { from, to, value: amount } = args;
  if (from !== undefined && to !== undefined && amount !== undefined) {
    return `${from} paid ${scv(BigInt(amount))} to ${to} (${event} of ${contract})`;
  }
  const facts = Object.entries(args).map(([name, value]) => `${name} ${argumentText(name, value)}`);
  return `${event} of ${contract}: ${facts.join(", ")}`;
}

/** @throws CliError `WrongContract` when an event is of a contract that is not the deployment's */
async function standingOf(session: Session, { chainId, events }: ProvenReceipt): Promise<ContractsStanding> {
  const deployment = await deploymentIfThere(session, chainId);
  if (deployment === undefined) return "unknown";
  const { ServiceCoin, PaymentHub, ServiceDAO } = deployment.contracts;
  const own = [ServiceCoin, PaymentHub, ServiceDAO].map(({ address }) => address.toLowerCase());
  const other = events.find(({ contract }) => !own.includes(contract.toLowerCase()));
  if (other === undefined) return "known";
  const message = `${other.event} is of ${other.contract}, which is not a contract of the deployment.`;
  throw new CliError("WrongContract", message, { contract: other.contract }, 1);
}

function textOf(bytes: Uint8Array, file: string): string {
  try {
    // A byte that is not UTF-8 must not become another character.
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new CliError("Malformed", `${file} is not a text in UTF-8.`, { file }, 1, error);
  }
}
