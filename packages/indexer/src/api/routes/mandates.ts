import { z } from "zod";
import type { Selectable } from "kysely";
import type { Schema } from "../../query/reader.js";
import { address, addressParam, amount, count, hash, hashParam, oneOf, time } from "../fields.js";
import { mergedPage, type Order } from "../page.js";
import { notFound } from "../problem.js";
import { list, one } from "../route.js";
import { checksum, checksumOrNull, digits, hashOrNull } from "../values.js";

const STATES = ["accepted", "revoked"] as const;

/** Terms on which a payee may charge a payer repeatedly. */
const mandate = z.object({
  id: hash,
  state: z.enum(STATES),
  payer: address.describe("Who revoked it, where it was revoked before it was accepted."),
  payee: address.nullable().describe("Who may charge; null when it was revoked before it was accepted."),
  limit: amount.describe("What may be charged in each period."),
  period: count,
  start: time,
  end: time.describe("From this second on nothing can be charged; 0 for no end."),
  feeBps: count,
  reference: hash.nullable().describe("Chosen by the parties; null when it was revoked before it was accepted."),
  charged: amount.describe("In all, fees included."),
  fees: amount,
  charges: count,
  chargeable: amount.describe("What the mandate allows to charge at the block's time; the payer may have less."),
  nextPeriod: time.nullable().describe("When the next period starts; null when nothing can be charged in it."),
  createdAt: time.describe("When it was accepted, or revoked before."),
  acceptedAt: time.nullable().describe("When it was accepted; null when it never was."),
  acceptedIn: hash.nullable().describe("Transaction that accepted it; null when it was never accepted."),
  acceptedBlock: count.nullable().describe("Block that accepted it; null when it was never accepted."),
  acceptedLogIndex: count
    .nullable()
    .describe("Number of the log of its acceptance in that block; null when it was never accepted."),
  revokedAt: time.nullable().describe("When it was revoked; null until then."),
  revokedBy: address.nullable().describe("Who revoked it; null until it is revoked."),
});

type Row = Selectable<Schema["mandates"]>;

function toMandate(row: Row, now: number): z.output<typeof mandate> {
  return {
    id: row.id,
    state: row.state as (typeof STATES)[number],
    payer: checksum(row.payer),
    payee: checksumOrNull(row.payee),
    limit: digits(row.limit),
    period: row.period,
    start: row.start,
    end: row.end,
    feeBps: row.feeBps,
    reference: hashOrNull(row.ref),
    charged: digits(row.charged),
    fees: digits(row.fees),
    charges: row.charges,
    ...allowanceAt(row, now),
    createdAt: row.createdAt,
    acceptedAt: row.acceptedAt,
    acceptedIn: row.acceptedIn,
    acceptedBlock: row.acceptedBlock,
    acceptedLogIndex: row.acceptedLogIndex,
    revokedAt: row.revokedAt,
    revokedBy: checksumOrNull(row.revokedBy),
  };
}

/** What may be charged at a time, by the rules of the hub. */
function allowanceAt(row: Row, now: number): { chargeable: string; nextPeriod: number | null } {
  const { state, period, start, end } = row;
  const isOver = end !== 0 && now >= end;
  if (state !== "accepted" || isOver) return { chargeable: "0", nextPeriod: null };
  if (now < start) return { chargeable: "0", nextPeriod: start };
  const current = Math.floor((now - start) / period);
  const used = current === row.chargedPeriod ? BigInt(row.chargedInPeriod) : 0n;
  const next = start + (current + 1) * period;
  return { chargeable: (BigInt(row.limit) - used).toString(), nextPeriod: end !== 0 && next >= end ? null : next };
}

const ORDER: Order = { by: { createdAt: "integer", id: "text" }, direction: "desc" };

export const mandates = list({
  path: "/mandates",
  tag: "Deals",
  summary: "Mandates, the newest first",
  input: {
    payer: addressParam.optional().describe("Only of this payer."),
    payee: addressParam.optional().describe("Only of this payee."),
    party: addressParam.optional().describe("Only with this account as payer or payee."),
    state: oneOf(STATES).optional().describe("Only in this state."),
  },
  item: mandate,
  answer: async (question) => {
    const { db, input, at } = question;
    const { payer, payee, party, state } = input;
    const all = db
      .selectFrom("mandates")
      .selectAll()
      .$if(payer !== undefined, (query) => query.where("payer", "=", payer as string))
      .$if(payee !== undefined, (query) => query.where("payee", "=", payee as string))
      .$if(state !== undefined, (query) => query.where("state", "=", state as string));
    const sides = party === undefined ? [all] : [all.where("payer", "=", party), all.where("payee", "=", party)];
    return mergedPage(question, sides, ORDER, (row) => toMandate(row, at.time));
  },
});

export const mandateById = one({
  path: "/mandates/{id}",
  tag: "Deals",
  summary: "One mandate",
  input: { id: hashParam.describe("Id of the mandate.") },
  data: mandate,
  answer: async ({ db, input: { id }, at }) => {
    const row = await db.selectFrom("mandates").selectAll().where("id", "=", id).executeTakeFirst();
    if (row === undefined) throw notFound("mandate", id);
    return toMandate(row, at.time);
  },
});
