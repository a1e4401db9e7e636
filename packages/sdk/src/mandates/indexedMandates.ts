import * as z from "zod";
import type { Client } from "../core/client.js";
import { ServiceCoinError } from "../core/errors.js";
import { address, bytes32, digits, whole } from "../core/indexRows.js";
import type { IndexSource } from "../core/indexSource.js";
import type { Mandate } from "../deals.js";
import { mandateIdOf } from "../hub/ids.js";
import type { DealFilter } from "../hub/openedDeals.js";
import type { AcceptedMandate } from "./acceptedMandates.js";

const MANDATE = z.object({
  id: bytes32,
  payer: address,
  payee: address.nullable(),
  limit: digits,
  period: whole,
  start: whole,
  end: whole,
  feeBps: whole,
  reference: bytes32.nullable(),
  acceptedIn: bytes32.nullable(),
  acceptedBlock: z.int().nullable(),
  acceptedLogIndex: z.int().nullable(),
});

type Row = z.output<typeof MANDATE>;

/** Reads accepted mandates from an indexer, in the order in which they were accepted. */
export async function readIndexedMandates(
  client: Client,
  indexer: IndexSource,
  { payer, payee }: DealFilter,
): Promise<AcceptedMandate[]> {
  const rows = await indexer.list("/mandates", { payer, payee }, MANDATE);
  return rows
    .flatMap((row) => {
      const mandate = acceptedOf(client, row);
      return mandate === undefined ? [] : { row, mandate };
    })
    .sort(({ row: a }, { row: b }) => {
      const blocks = (a.acceptedBlock ?? 0) - (b.acceptedBlock ?? 0);
      return blocks || (a.acceptedLogIndex ?? 0) - (b.acceptedLogIndex ?? 0);
    })
    .map(({ row: { id: mandateId, acceptedBlock, acceptedIn }, mandate }) => ({
      ...{ mandateId, mandate, blockNumber: acceptedBlock ?? 0, transactionHash: acceptedIn ?? "" },
    }));
}

/** Finds a mandate in an indexer; undefined when it has none. It cannot be false: the id is the hash of its terms. */
export async function findIndexedMandate(
  client: Client,
  indexer: IndexSource,
  mandateId: string,
): Promise<Mandate | undefined> {
  const row = await indexer.find(`/mandates/${mandateId}`, MANDATE);
  return row === undefined ? undefined : acceptedOf(client, row);
}

/**
 * The mandate of a row; undefined when it was revoked before it was accepted.
 * @throws ServiceCoinError `IndexerInvalid` when the terms are not those of the id
 */
function acceptedOf(client: Client, { id, payee, reference, ...row }: Row): Mandate | undefined {
  if (payee === null || reference === null) return undefined;
  const { payer, limit, period, start, end, feeBps } = row;
  const mandate = { payer, payee, limit, period, start, end, feeBps, ref: reference };
  if (mandateIdOf(client, mandate) !== id) {
    const message = `its terms of the mandate ${id} are those of ${mandateIdOf(client, mandate)}`;
    throw new ServiceCoinError("IndexerInvalid", { url: client.indexer?.url ?? "", path: "/mandates", message });
  }
  return mandate;
}
