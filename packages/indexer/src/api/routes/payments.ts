import { z } from "zod";
import type { Selectable } from "kysely";
import type { Schema, Snapshot } from "../../query/reader.js";
import {
  address,
  addressParam,
  amount,
  count,
  hash,
  hashParam,
  integerParam,
  oneOf,
  position,
  time,
} from "../fields.js";
import { mergedPage, NEWEST, page, type Order } from "../page.js";
import { badParameters, notFound } from "../problem.js";
import { list } from "../route.js";
import { checksum, digits, positionOf } from "../values.js";

const KINDS = ["order", "stream", "subscription", "mandate", "x402", "transfer"] as const;

/** Money that reached a payee. */
const payment = z.object({
  ...position,
  kind: z.enum(KINDS),
  payer: address,
  payee: address,
  amount: amount.describe("What the payer spent."),
  fee: amount.describe("Part of the amount."),
  source: hash.nullable().describe("Id of the deal or mandate; null when it was paid without one."),
});

function toPayment(row: Selectable<Schema["payments"]>): z.output<typeof payment> {
  const { kind, payer, payee, source } = row;
  return {
    ...positionOf(row),
    kind: kind as (typeof KINDS)[number],
    payer: checksum(payer),
    payee: checksum(payee),
    amount: digits(row.amount),
    fee: digits(row.fee),
    source,
  };
}

/** As the indexes of payments are sorted. */
const BY_TIME: Order = { by: { time: "integer", block: "integer", logIndex: "integer" }, direction: "desc" };

const allPayments = (db: Snapshot) => db.selectFrom("payments").selectAll();

const kindParam = oneOf(KINDS).optional().describe("Only of this kind.");

export const payments = list({
  path: "/payments",
  tag: "Payments",
  summary: "Money that reached payees, in deals and outside, the newest first",
  input: {
    payer: addressParam.optional().describe("Only of this payer."),
    payee: addressParam.optional().describe("Only to this payee."),
    party: addressParam.optional().describe("Only with this account as payer or payee."),
    kind: kindParam.describe("Only of this kind, together with payer, payee, party or source."),
    source: hashParam.optional().describe("Only of this deal or mandate."),
  },
  item: payment,
  answer: async (question) => {
    const { payer, payee, party, kind, source } = question.input;
    if (kind !== undefined && (payer ?? payee ?? party ?? source) === undefined) {
      // Of a rare kind, all payments would have to be read to fill a page.
      throw badParameters([{ parameter: "kind", expected: "given with payer, payee, party or source", value: kind }]);
    }
    const all = allPayments(question.db)
      .$if(payer !== undefined, (query) => query.where("payer", "=", payer as string))
      .$if(payee !== undefined, (query) => query.where("payee", "=", payee as string))
      .$if(kind !== undefined, (query) => query.where("kind", "=", kind as string))
      .$if(source !== undefined, (query) => query.where("source", "=", source as string));
    const sides = party === undefined ? [all] : [all.where("payer", "=", party), all.where("payee", "=", party)];
    return mergedPage(question, sides, source === undefined ? BY_TIME : NEWEST, toPayment);
  },
});

export const servicePayments = list({
  path: "/services/{id}/payments",
  tag: "Services",
  summary: "Payments to the present wallet of a service, such as those of x402, the newest first",
  input: { id: integerParam.describe("Id of the service."), kind: kindParam },
  item: payment,
  answer: async (question) => {
    const { id, kind } = question.input;
    const service = await question.db.selectFrom("services").select("wallet").where("id", "=", id).executeTakeFirst();
    if (service === undefined) throw notFound("service", String(id));
    if (service.wallet === null) return { items: [] };
    const received = allPayments(question.db)
      .where("payee", "=", service.wallet)
      .$if(kind !== undefined, (query) => query.where("kind", "=", kind as string));
    return page(question, received, BY_TIME, toPayment);
  },
});

/** Totals of the payments of one account to another. */
const pair = z.object({
  payer: address,
  payee: address,
  count,
  amount,
  fees: amount.describe("Part of the amount."),
  firstAt: time,
  lastAt: time,
});

export const pairs = list({
  path: "/pairs",
  tag: "Payments",
  summary: "Totals per payer and payee, the largest first",
  input: {
    payer: addressParam.optional().describe("Whom this account paid."),
    payee: addressParam.optional().describe("Who paid this account."),
  },
  item: pair,
  answer: async (question) => {
    const { payer, payee } = question.input;
    if (payer === undefined && payee === undefined) {
      throw badParameters([{ parameter: "payer", expected: "given, or payee" }]);
    }
    const all = question.db
      .selectFrom("pairs")
      .selectAll()
      .$if(payer !== undefined, (query) => query.where("payer", "=", payer as string))
      .$if(payee !== undefined, (query) => query.where("payee", "=", payee as string));
    const other = payer === undefined ? "payer" : "payee";
    const order: Order = { by: { amount: "amount", [other]: "text" }, direction: "desc" };
    return page(question, all, order, (row) => ({
      payer: checksum(row.payer),
      payee: checksum(row.payee),
      count: row.count,
      amount: digits(row.amount),
      fees: digits(row.fees),
      firstAt: row.firstAt,
      lastAt: row.lastAt,
    }));
  },
});
