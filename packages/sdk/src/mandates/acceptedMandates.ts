import { isHexString, type EventLog } from "ethers";
import { type Client, providerOf } from "../core/client.js";
import { ServiceCoinError, withErrors } from "../core/errors.js";
import type { Mandate } from "../deals.js";
import { topicOf, type DealFilter } from "../hub/openedDeals.js";
import { queryLogs } from "../logs/queryLogs.js";
import { findIndexedMandate, readIndexedMandates } from "./indexedMandates.js";

/** A mandate, as its `Accepted` event describes it. */
export interface AcceptedMandate {
  mandateId: string;
  mandate: Mandate;
  blockNumber: number;
  transactionHash: string;
}

/**
 * Reads a mandate from the event of its acceptance. With an indexer it comes from there, unless that does not know it.
 * @throws ServiceCoinError `MandateNotFound`
 */
export async function findMandate(client: Client, mandateId: string): Promise<Mandate> {
  const { indexer } = client;
  if (indexer !== undefined && isHexString(mandateId, 32)) {
    const found = await withErrors(() => findIndexedMandate(client, indexer, mandateId.toLowerCase()));
    if (found !== undefined) return found;
  }
  const accepted = (await readAccepted(client, [mandateId])).at(0);
  if (accepted === undefined) {
    throw new ServiceCoinError("MandateNotFound", { id: mandateId });
  }
  return accepted.mandate;
}

/** Lists the accepted mandates of a payer, of a payee, or of both, in order. @throws ServiceCoinError `Unreachable` */
export async function listMandates(client: Client, { payer, payee }: DealFilter = {}): Promise<AcceptedMandate[]> {
  const { indexer } = client;
  if (indexer !== undefined) return withErrors(() => readIndexedMandates(client, indexer, { payer, payee }));
  return readAccepted(client, [null, payer, payee]);
}

function readAccepted(client: Client, [id, payer, payee]: (string | null | undefined)[]): Promise<AcceptedMandate[]> {
  return withErrors(async () => {
    providerOf(client);
    const { topicHash } = client.hub.interface.getEvent("Accepted");
    const topics = [topicHash, id ?? null, topicOf(payer ?? undefined), topicOf(payee ?? undefined)];
    return (await queryLogs(client.hub, topics, client.fromBlock)).map(acceptedMandateOf);
  });
}

function acceptedMandateOf({ args, blockNumber, transactionHash }: EventLog): AcceptedMandate {
  const { id: mandateId, ...mandate } = args.toObject() as Mandate & { id: string };
  return { mandateId, mandate, blockNumber, transactionHash };
}
