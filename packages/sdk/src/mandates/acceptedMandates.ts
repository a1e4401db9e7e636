import type { EventLog } from "ethers";
import { type Client, providerOf } from "../core/client.js";
import { ServiceCoinError, withErrors } from "../core/errors.js";
import type { Mandate } from "../deals.js";
import { topicOf, type DealFilter } from "../hub/openedDeals.js";
import { readLogs } from "../logs.js";

/** A mandate as its `Accepted` event tells it. */
export interface AcceptedMandate {
  mandateId: string;
  mandate: Mandate;
  blockNumber: number;
  transactionHash: string;
}

/** Reads a mandate back from the event of its acceptance. @throws ServiceCoinError `MandateNotFound` */
export async function findMandate(client: Client, mandateId: string): Promise<Mandate> {
  const [accepted] = await readAccepted(client, [mandateId]);
  if ((accepted as AcceptedMandate | undefined) === undefined) {
    throw new ServiceCoinError("MandateNotFound", { id: mandateId });
  }
  return accepted.mandate;
}

/** All mandates of a payer, of a payee, or of both that were accepted, in order. @throws ServiceCoinError `Unreachable` */
export async function listMandates(client: Client, { payer, payee }: DealFilter = {}): Promise<AcceptedMandate[]> {
  return readAccepted(client, [null, payer, payee]);
}

function readAccepted(client: Client, [id, payer, payee]: (string | null | undefined)[]): Promise<AcceptedMandate[]> {
  return withErrors(async () => {
    providerOf(client);
    const { topicHash } = client.hub.interface.getEvent("Accepted");
    const topics = [topicHash, id ?? null, topicOf(payer ?? undefined), topicOf(payee ?? undefined)];
    return (await readLogs(client.hub, topics, client.fromBlock)).map(acceptedMandateOf);
  });
}

function acceptedMandateOf({ args, blockNumber, transactionHash }: EventLog): AcceptedMandate {
  const { id: mandateId, ...mandate } = args.toObject() as Mandate & { id: string };
  return { mandateId, mandate, blockNumber, transactionHash };
}
