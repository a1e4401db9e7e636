import { settlementIn } from "@servicecoin/gateway/internal";
import type { Client } from "@servicecoin/sdk";
import { queryLogs, withErrors } from "@servicecoin/sdk/internal";
import { isAddress, type TransactionReceipt } from "ethers";
import { CliError, EXIT } from "../errors/cliError.js";
import { isCode } from "../errors/shownError.js";
import { bad, type Parser } from "../parse/parser.js";
import { parseHash } from "../parse/reference.js";
import type { Session } from "../session/session.js";

/** What a receipt is made of: something with an id on the chain, or what a seller reported of an x402 payment. */
export type ReceiptSubject = { id: string } | { transaction: string; network: string; payer: string | undefined };

/** A transaction, and the position of the one log that the receipt is about. */
export interface Located {
  transaction: string;
  log?: number | undefined;
}

/** Parses 32 bytes in hex, or the value of a PAYMENT-RESPONSE header with or without its name. */
export const parseSubject: Parser<ReceiptSubject> = (text, name) => {
  if (/^0x/i.test(text)) return { id: parseHash(text, name) };
  const settlement = settlementIn(text.replace(/^payment-response:\s*/i, "").trim());
  if (settlement === undefined) {
    const how =
      "is neither a transaction, order or payment nonce (0x and 64 hex digits), nor a PAYMENT-RESPONSE header.";
    throw bad("Subject", text.length > 40 ? `${text.slice(0, 40)}...` : text, name, how);
  }
  const { success, transaction, network, payer, errorReason = "no reason" } = settlement;
  if (!success || !/^0x[0-9a-f]{64}$/i.test(transaction)) {
    const message = `The header reports a payment that was not made (${errorReason}): there is nothing to prove.`;
    throw new CliError("UnpaidHeader", message, { reason: errorReason });
  }
  return { transaction: transaction.toLowerCase(), network, payer: isAddress(payer) ? payer : undefined };
};

/**
 * Finds the payment that a PAYMENT-RESPONSE header reports.
 * @throws CliError `OtherChain` when the seller names another chain than the node's
 */
export async function reported(
  session: Session,
  { transaction, network, payer }: Exclude<ReceiptSubject, { id: string }>,
): Promise<Located> {
  const { chainId } = await session.node();
  if (network !== `eip155:${chainId}`) {
    const message = `The payment was made on ${network}, but the node is on eip155:${chainId}: name a node of that chain.`;
    throw new CliError("OtherChain", message, { network, chainId });
  }
  const client = await readerIfDeployed(session);
  const logs = client === undefined || payer === undefined ? [] : await paymentsOf(client, transaction, payer);
  // Of several payments of one payer the header does not say which is meant.
  return { transaction, log: logs.length === 1 ? logs[0] : undefined };
}

/**
 * Finds what has an id that is not the hash of a transaction: the order that was opened with it, or the x402 payment
 * with it as nonce.
 * @param payer Who signed the payment, where several accounts used the same nonce.
 * @returns undefined when there is neither, or no deployment record here
 * @throws CliError `AmbiguousNonce`
 */
export async function locate(session: Session, id: string, payer: string | undefined): Promise<Located | undefined> {
  const client = await readerIfDeployed(session);
  if (client === undefined) return undefined;
  const { hub, coin, fromBlock } = client;
  const [opening] = await queryLogs(hub, [hub.interface.getEvent("Opened").topicHash, id], fromBlock);
  if (opening !== undefined) return { transaction: opening.transactionHash };
  const { topicHash } = coin.interface.getEvent("AuthorizationUsed");
  const used = await queryLogs(coin, [topicHash, null, id], fromBlock);
  const meant = used.filter(({ args }) => payer === undefined || args[0] === payer);
  const [first, second] = meant;
  if (second !== undefined) {
    const payers = meant.map(({ args }) => String(args[0]));
    const message = `${payers.join(" and ")} used this nonce: name the one that is meant with --payer.`;
    throw new CliError("AmbiguousNonce", message, { nonce: id, payers }, EXIT.usage);
  }
  if (first === undefined) return undefined;
  const receipt = await receiptOf(client, first.transactionHash);
  const position = receipt?.logs.findIndex(({ index }) => index === first.index) ?? -1;
  return { transaction: first.transactionHash, log: position < 0 ? undefined : position + 1 };
}

/** Positions of the transfers that an account signed and a transaction made: each follows its authorization. */
async function paymentsOf(client: Client, transaction: string, payer: string): Promise<number[]> {
  const { coin, addresses } = client;
  const { topicHash } = coin.interface.getEvent("AuthorizationUsed");
  const logs = (await receiptOf(client, transaction))?.logs ?? [];
  return logs.flatMap(({ address, topics: [event, authorizer = ""] }, position) => {
    const isOurs = address === addresses.ServiceCoin && event === topicHash;
    return isOurs && authorizer.slice(-40).toLowerCase() === payer.slice(2).toLowerCase() ? [position + 1] : [];
  });
}

async function receiptOf({ coin }: Client, transaction: string): Promise<TransactionReceipt | null> {
  return withErrors(async () => (await coin.runner?.provider?.getTransactionReceipt(transaction)) ?? null);
}

async function readerIfDeployed(session: Session): Promise<Client | undefined> {
  try {
    return await session.reader();
  } catch (error) {
    if (!isCode(error, "NoDeployment") || session.settings.deployment !== undefined) throw error;
    return undefined;
  }
}
