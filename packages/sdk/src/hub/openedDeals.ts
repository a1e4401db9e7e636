import { zeroPadValue, type EventLog } from "ethers";
import { type Client, providerOf } from "../core/client.js";
import { ServiceCoinError, withErrors } from "../core/errors.js";
import { unpackTerms, type Deal } from "../deals.js";
import { readLogs } from "../logs.js";

/** A deal as its `Opened` event tells it. */
export interface OpenedDeal {
  dealId: string;
  deal: Deal;
  /** Base units of SCV with which it was opened. */
  amount: bigint;
  blockNumber: number;
  transactionHash: string;
}

/** Whose deals; of anyone where nothing is told. */
export interface DealFilter {
  payer?: string | undefined;
  payee?: string | undefined;
}

/**
 * Reads a deal back from the event of its opening: the chain itself keeps only its digest.
 * @throws ServiceCoinError `DealNotFound` when it was never opened, also when it was made void before.
 */
export async function findDeal(client: Client, dealId: string): Promise<Deal> {
  const [opened] = await readOpened(client, [dealId]);
  if ((opened as OpenedDeal | undefined) === undefined) throw new ServiceCoinError("DealNotFound", { id: dealId });
  return opened.deal;
}

/** All deals of a payer, of a payee, or of both, in the order of their opening. @throws ServiceCoinError `Unreachable` */
export async function listDeals(client: Client, { payer, payee }: DealFilter = {}): Promise<OpenedDeal[]> {
  return readOpened(client, [null, topicOf(payer), topicOf(payee)]);
}

/** An address as a topic. */
export function topicOf(account: string | undefined): string | null {
  return account === undefined ? null : zeroPadValue(account, 32);
}

function readOpened(client: Client, indexed: (string | null)[]): Promise<OpenedDeal[]> {
  return withErrors(async () => {
    providerOf(client);
    const { topicHash } = client.hub.interface.getEvent("Opened");
    const logs = await readLogs(client.hub, [topicHash, ...indexed], client.fromBlock);
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
