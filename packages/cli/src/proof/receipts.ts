import {
  HttpSource,
  ProofError,
  proveReceipt,
  receiptText,
  verifyReceipt,
  type Payment,
  type ProvenReceipt,
} from "@servicecoin/proof";
import { queryLogs } from "@servicecoin/sdk/internal";
import { getAddress } from "ethers";
import { CliError } from "../errors/cliError.js";
import { list } from "../output/table.js";
import { grouped, scv, time } from "../output/value.js";
import type { Session } from "../session/session.js";
import { deploymentIfThere } from "./deploymentIfThere.js";
import { withProofErrors } from "./errors.js";

/** Whether the contracts of a receipt are those of the deployment that the verifier has. */
export type ContractsStanding = "known" | "unknown";

/** What a receipt proves, and of which contracts. */
export interface ShownReceipt extends ProvenReceipt {
  contracts: ContractsStanding;
}

/**
 * Makes a receipt.
 * @param id Hash of a transaction, or id of an order: then it is about the payment that opened it.
 * @param checkpoint Number of the block that the headers of the document lead to.
 * @throws CliError `NotFound`, `Mismatch` and others of proofs
 */
export async function makeReceipt(session: Session, id: string, checkpoint: number | undefined): Promise<string> {
  const { network } = await session.node();
  const source = new HttpSource(network.url);
  return withProofErrors(async () => {
    try {
      return receiptText(await proveReceipt(source, id, { checkpoint }));
    } catch (error) {
      if (!(error instanceof ProofError) || error.code !== "NotFound") throw error;
      const opening = await openingOf(session, id);
      if (opening === undefined) throw error;
      return receiptText(await proveReceipt(source, opening, { checkpoint }));
    }
  });
}

/**
 * Verifies a receipt, without a connection.
 * @throws CliError `Mismatch`, `WrongCheckpoint` and others of proofs; `WrongContract`
 */
export async function checkReceipt(session: Session, file: string, checkpoint?: string): Promise<ShownReceipt> {
  const bytes = await session.files.readBytes(file);
  const proven = await withProofErrors(() => verifyReceipt(textOf(bytes, file), { checkpoint }));
  return { ...proven, contracts: await standingOf(session, proven) };
}

/** Formats what a receipt proves for people. */
export function receiptRows(found: ShownReceipt): string {
  const { payments, block, checkpoint, sender, isSuccess, isTrusted, contracts } = found;
  const trust = isTrusted ? "the trusted block" : "not compared: give --checkpoint with a hash that you trust";
  const rows: [string, string][] = [
    ["transaction", found.transactionHash],
    ["chain", found.chainId.toString()],
    ["sender", getAddress(sender)],
    ["outcome", isSuccess === false ? "failed" : "succeeded"],
    ["block", `${grouped(block.number)} of ${time(block.time)}, ${block.hash}`],
    ["checkpoint", `${grouped(checkpoint.number)}, ${checkpoint.hash}`],
    ["trust", trust],
    ["contracts", contracts === "known" ? "those of the deployment" : "not compared: no deployment record here"],
  ];
  return [list(rows), ...payments.map(paymentText)].join("\n");
}

function paymentText({ event, contract, args }: Payment): string {
  const { from, to, value } = args;
  if (from !== undefined && to !== undefined && value !== undefined) {
    return `${from} paid ${scv(BigInt(value))} to ${to} (${event} of ${contract})`;
  }
  const facts = Object.entries(args).map(([name, text]) => `${name} ${isAmount(name) ? scv(BigInt(text)) : text}`);
  return `${event} of ${contract}: ${facts.join(", ")}`;
}

function isAmount(name: string): boolean {
  return ["amount", "fee", "toPayee", "toPayer"].includes(name);
}

/** @throws CliError `WrongContract` when a payment is of a contract that is not the deployment's */
async function standingOf(session: Session, { chainId, payments }: ProvenReceipt): Promise<ContractsStanding> {
  const deployment = await deploymentIfThere(session, chainId);
  if (deployment === undefined) return "unknown";
  const { ServiceCoin, PaymentHub } = deployment.contracts;
  const own = [ServiceCoin, PaymentHub].map(({ address }) => address.toLowerCase());
  const other = payments.find(({ contract }) => !own.includes(contract.toLowerCase()));
  if (other === undefined) return "known";
  const message = `The payment is of ${other.contract}, which is not a contract of the deployment.`;
  throw new CliError("WrongContract", message, { contract: other.contract }, 1);
}

/** Hash of the transaction that opened an order. */
async function openingOf(session: Session, id: string): Promise<string | undefined> {
  const { hub, fromBlock } = await session.reader();
  const [log] = await queryLogs(hub, [hub.interface.getEvent("Opened").topicHash, id], fromBlock);
  return log?.transactionHash;
}

function textOf(bytes: Uint8Array, file: string): string {
  try {
    // A byte that is not UTF-8 must not become another character.
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new CliError("Malformed", `${file} is not a text in UTF-8.`, { file }, 1, error);
  }
}
