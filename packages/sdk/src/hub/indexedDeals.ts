import { ZeroAddress } from "ethers";
import * as z from "zod";
import type { Client } from "../core/client.js";
import { ServiceCoinError } from "../core/errors.js";
import { address, bytes32, digits, whole } from "../core/indexRows.js";
import type { IndexQuery, IndexSource } from "../core/indexSource.js";
import type { Deal } from "../deals.js";
import { dealIdOf } from "./ids.js";
import type { DealFilter, OpenedDeal } from "./openedDeals.js";
import type { StandingFilter } from "./readDeals.js";
import { standingAt, type DealStanding } from "./standing.js";

const DEAL = z.object({
  id: bytes32,
  kind: z.enum(["order", "stream", "subscription", "unknown"]),
  state: z.enum(["open", "delivered", "disputed", "closed", "voided"]),
  payer: address,
  payee: address.nullable(),
  arbiter: address.nullable(),
  price: digits,
  period: whole,
  start: whole,
  deadline: whole,
  window: whole,
  feeBps: whole,
  reference: bytes32.nullable(),
  funded: digits,
  paid: digits,
  deliveredAt: whole.nullable(),
  disputedAt: whole.nullable(),
  openedIn: bytes32.nullable(),
  openedBlock: z.int().nullable(),
  openedLogIndex: z.int().nullable(),
  openedWith: digits,
});

type Row = z.output<typeof DEAL>;

/** A deal that was opened, with its row. */
interface Opened {
  row: Row;
  deal: Deal;
}

/** Reads standings of deals from an indexer, at the time of its block, in the order in which they were opened. */
export async function readIndexedDeals(
  client: Client,
  indexer: IndexSource,
  { kind, party, ...parties }: StandingFilter,
): Promise<DealStanding[]> {
  const opened = await readRows(client, indexer, { kind, ...parties });
  const time = indexer.answered?.time ?? 0n;
  return opened
    .filter(({ deal: { payer, payee, arbiter } }) => party === undefined || [payer, payee, arbiter].includes(party))
    .map(({ row: { id, disputedAt, deliveredAt, funded, paid, ...row }, deal }) => {
      const state = row.state === "voided" ? ("closed" as const) : row.state;
      return standingAt(id, deal, { state, funded, paid, markedAt: disputedAt ?? deliveredAt ?? 0n }, time);
    });
}

/** Reads the openings of deals from an indexer, in their order. */
export async function readIndexedOpenings(
  client: Client,
  indexer: IndexSource,
  { payer, payee }: DealFilter,
): Promise<OpenedDeal[]> {
  const opened = await readRows(client, indexer, { payer, payee });
  return opened.map(({ row: { id: dealId, openedWith: amount, openedBlock, openedIn }, deal }) => ({
    ...{ dealId, deal, amount, blockNumber: openedBlock ?? 0, transactionHash: openedIn ?? "" },
  }));
}

/** Finds the terms of a deal in an indexer; undefined when it has none. They cannot be false: the id is their hash. */
export async function findIndexedDeal(client: Client, indexer: IndexSource, dealId: string): Promise<Deal | undefined> {
  const row = await indexer.find(`/deals/${dealId}`, DEAL);
  return row === undefined ? undefined : openedOf(client, row)?.deal;
}

/** Reads the deals that were opened, in the order in which they were. */
async function readRows(client: Client, indexer: IndexSource, query: IndexQuery): Promise<Opened[]> {
  const rows = await indexer.list("/deals", query, DEAL);
  const place = ({ row: { openedBlock, openedLogIndex } }: Opened) => [openedBlock ?? 0, openedLogIndex ?? 0] as const;
  return rows
    .flatMap((row) => openedOf(client, row) ?? [])
    .sort((a, b) => {
      const [[block, log], [otherBlock, otherLog]] = [place(a), place(b)];
      return block - otherBlock || log - otherLog;
    });
}

/**
 * A row with its terms; undefined for an id that was made void before its terms were known.
 * @throws ServiceCoinError `IndexerInvalid` when the terms are not those of the id
 */
function openedOf(client: Client, row: Row): Opened | undefined {
  const { id, kind, payer, payee, arbiter, reference } = row;
  if (kind === "unknown" || payee === null || reference === null) return undefined;
  const { price, period, start, deadline, window, feeBps } = row;
  const parties = { payer, payee, arbiter: arbiter ?? ZeroAddress };
  const deal = { ...parties, price, period, start, deadline, window, feeBps, ref: reference };
  if (dealIdOf(client, deal) !== id) {
    const message = `its terms of the deal ${id} are those of ${dealIdOf(client, deal)}`;
    throw new ServiceCoinError("IndexerInvalid", { url: client.indexer?.url ?? "", path: "/deals", message });
  }
  return { row, deal };
}
