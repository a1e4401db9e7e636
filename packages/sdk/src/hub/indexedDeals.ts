import { ZeroAddress } from "ethers";
import * as z from "zod";
import type { Client } from "../core/client.js";
import { ServiceCoinError } from "../core/errors.js";
import { address, bytes32, digits, whole } from "../core/indexRows.js";
import type { IndexSource } from "../core/indexSource.js";
import type { Deal } from "../deals.js";
import { dealIdOf } from "./ids.js";
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
});

type Row = z.output<typeof DEAL>;

/** Reads standings of deals from an indexer, at the time of its block, in the order in which they were opened. */
export async function readIndexedDeals(
  client: Client,
  indexer: IndexSource,
  { kind, payer, payee, party }: StandingFilter,
): Promise<DealStanding[]> {
  const rows = await indexer.list("/deals", { kind, payer, payee }, DEAL);
  const time = indexer.answered?.time ?? 0n;
  return rows
    .reverse()
    .flatMap((row) => {
      const deal = termsOf(row);
      return deal === undefined ? [] : standingOf(client, row, deal, time);
    })
    .filter(({ deal }) => party === undefined || [deal.payer, deal.payee, deal.arbiter].includes(party));
}

/** The terms of a deal; undefined for an id that was made void before its terms were known. */
function termsOf({ kind, payer, payee, arbiter, reference, ...row }: Row): Deal | undefined {
  if (kind === "unknown" || payee === null || reference === null) return undefined;
  const { price, period, start, deadline, window, feeBps } = row;
  const parties = { payer, payee, arbiter: arbiter ?? ZeroAddress };
  return { ...parties, price, period, start, deadline, window, feeBps, ref: reference };
}

/** @throws ServiceCoinError `IndexerInvalid` when the terms are not those of the id */
function standingOf(client: Client, { id, ...row }: Row, deal: Deal, time: bigint): DealStanding {
  if (dealIdOf(client, deal) !== id) {
    const message = `its terms of the deal ${id} are those of ${dealIdOf(client, deal)}`;
    throw new ServiceCoinError("IndexerInvalid", { url: client.indexer?.url ?? "", path: "/deals", message });
  }
  const state = row.state === "voided" ? ("closed" as const) : row.state;
  const markedAt = row.disputedAt ?? row.deliveredAt ?? 0n;
  return standingAt(id, deal, { state, funded: row.funded, paid: row.paid, markedAt }, time);
}
