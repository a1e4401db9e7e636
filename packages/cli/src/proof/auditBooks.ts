import { askOne, HttpSource, type VerifiedBlock } from "@servicecoin/proof";
import { CONTRACTS } from "@servicecoin/sdk";
import { byContract } from "@servicecoin/sdk/internal";
import { getAddress } from "ethers";
import { counted, grouped, scv } from "../output/value.js";
import type { Session } from "../session/session.js";
import { Books } from "./books.js";
import { checkBooks, type BookCheck } from "./checkBooks.js";
import { deploymentIfThere } from "./deploymentIfThere.js";
import { withProofErrors } from "./errors.js";

/** Books of the deployment, or why there are none. */
type OpenedBooks = { books: Books; reason?: undefined } | { reason: string };

/**
 * Opens the books of the deployment on the chain of the first node.
 * @param from First block of the audit.
 * @throws CliError `BadDeployment` and others
 */
export async function openBooks(session: Session, urls: readonly string[], from: number): Promise<OpenedBooks> {
  const chainId = await withProofErrors(() => askOne(new HttpSource(urls[0] ?? ""), "eth_chainId"));
  const deployment = await deploymentIfThere(session, BigInt(String(chainId)));
  if (deployment === undefined) {
    return { reason: "There is no deployment record here: the books of ServiceCoin were not checked." };
  }
  const { contracts } = deployment;
  const first = Math.min(...CONTRACTS.map((name) => contracts[name].block ?? 0));
  if (from > first && from > 1) {
    return { reason: `The books of ServiceCoin begin at block ${grouped(first)}: audit from there to check them.` };
  }
  return { books: new Books(byContract((name) => getAddress(contracts[name].address))) };
}

/** Compares the books with the state at the last block. @throws CliError by the codes of proofs */
export function closeBooks(urls: readonly string[], last: VerifiedBlock, books: Books): Promise<BookCheck> {
  return withProofErrors(() => checkBooks(new HttpSource(urls[0] ?? ""), last, books));
}

/** What came of the comparison, for people. */
export function booksText({ block, supply, accounts, hub, proposals, isProven, faults }: BookCheck): string {
  const lines = faults.map(({ what, events, state }) => `${what} is ${state}, but the events give ${events}.`);
  if (lines.length > 0) return [`The books do not balance at block ${grouped(block)}:`, ...lines].join("\n");
  const by = isProven ? "proven by the state root" : "as the node says, which serves no proofs";
  return [
    `The books balance at block ${grouped(block)}: a supply of ${scv(supply)} and ${counted(accounts, "balance")}, ${by};`,
    `the hub holds ${scv(hub.held)} and owes ${scv(hub.owed)}; the tallies of ${counted(proposals, "proposal")}.`,
  ].join("\n");
}
