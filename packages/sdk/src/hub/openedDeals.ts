import { isHexString, zeroPadValue, type EventLog } from "ethers";
import { type Client, providerOf } from "../core/client.js";
import { ServiceCoinError, withErrors } from "../core/errors.js";
import { unpackTerms, type Deal } from "../deals.js";
import { queryLogs } from "../logs/queryLogs.js";
import { findIndexedDeal, readIndexedOpenings } from "./indexedDeals.js";

/** A deal, as its `Opened` event describes it. */
export interface OpenedDeal {
  dealId: string;
  deal: Deal;
  /** Base units of SCV that it was opened with. */
  amount: bigint;
  blockNumber: number;
  transactionHash: string;
}

/** Which deals. Default: of every payer and payee. */
export interface DealFilter {
  payer?: string | undefined;
  payee?: string | undefined;
}

/**
 * Reads the terms of a deal from the event of its opening: the contract itself stores only its hash. With an indexer
 * they come from there, unless it does not know the deal.
 * @throws ServiceCoinError `DealNotFound` when it was never opened, or was voided before
 */
export async function findDeal(client: Client, dealId: string): Promise<Deal> {
  const { indexer } = client;
  if (indexer !== undefined && isHexString(dealId, 32)) {
    const found = await withErrors(() => findIndexedDeal(client, indexer, dealId.toLowerCase()));
    if (found !== undefined) return found;
  }
  const opened = (await readOpened(client, [dealId])).at(0);
  if (opened === undefined) throw new ServiceCoinError("DealNotFound", { id: dealId });
  return opened.deal;
}

/**
 * Lists the deals of a payer, of a payee, or of both, in the order in which they were opened.
 * @throws ServiceCoinError `Unreachable`
 */
export async function listDeals(client: Client, { payer, payee }: DealFilter = {}): Promise<OpenedDeal[]> {
  const { indexer } = client;
  if (indexer !== undefined) return withErrors(() => readIndexedOpenings(client, indexer, { payer, payee }));
  return readOpened(client, [null, topicOf(payer), topicOf(payee)]);
}

/** Returns an address as a topic. */
export function topicOf(account: string | undefined): string | null {
  return account === undefined ? null : zeroPadValue(account, 32);
}

function readOpened(client: Client, indexed: (string | null)[]): Promise<OpenedDeal[]> {
  return withErrors(async () => {
    providerOf(client);
    const { topicHash } = client.hub.interface.getEvent("Opened");
    const logs = await queryLogs(client.hub, [topicHash, ...indexed], client.fromBlock);
    return logs.map(openedDealOf);
  });
}

function openedDealOf({ args, blockNumber, transactionHash }: EventLog): OpenedDeal {
  const [dealId, payer, payee, amount, terms, arbiter, ref] = args.toArray() as [
    string,
    string,
    string,
    bigint,
    string,
    string,
    string,
  ];
  const deal = { payer, payee, arbiter, ...unpackTerms(terms), ref };
  return { dealId, deal, amount, blockNumber, transactionHash };
}
