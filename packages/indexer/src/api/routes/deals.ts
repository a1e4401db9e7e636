import { z } from "zod";
import type { ExpressionBuilder, Selectable } from "kysely";
import { ARBITRATION_PERIOD } from "@servicecoin/sdk/arithmetic";
import type { Schema, Snapshot } from "../../query/reader.js";
import { DEAL_ACTIONS, DEAL_STATUSES, dealStandingAt, PARTIES, type DealStanding } from "../dealStanding.js";
import {
  address,
  addressParam,
  amount,
  booleanParam,
  count,
  hash,
  hashParam,
  integerParam,
  oneOf,
  position,
  time,
} from "../fields.js";
import { mergedPage, NEWEST, page, type Order } from "../page.js";
import { notFound } from "../problem.js";
import { list, one } from "../route.js";
import { checksum, checksumOrNull, digits, hashOrNull, positionOf } from "../values.js";

const KINDS = ["order", "stream", "subscription", "unknown"] as const;
const STATES = ["open", "delivered", "disputed", "closed", "voided"] as const;

const action = z.object({
  by: z.enum(PARTIES),
  action: z.enum(DEAL_ACTIONS),
  from: time.nullable().describe("First second in which it is allowed; null when it is allowed already."),
  until: time.nullable().describe("Last second in which it is allowed; null when it has no end."),
  amount: amount
    .nullable()
    .describe(
      "The most that it moves at the block's time, or from `from` on; null when it moves nothing, or the caller " +
        "chooses how much.",
    ),
});

const accrual = z
  .object({
    rate: amount.describe("Base units per second of a stream, or per period of a subscription."),
    period: count.describe("Seconds between two payments; 1 for a stream."),
    start: time,
    end: time.nullable().describe("When accrual ends; null when it has no end."),
    owed: amount.describe("Everything that it owes at the block's time, funded or not."),
    arrears: amount.describe("What it owes and is not funded."),
    fundedUntil: count.describe("When its funds will be used up, or its end if that is earlier."),
  })
  .describe("A stream owes rate × (t − start); a subscription rate × (⌊(t − start) / period⌋ + 1) from its start on.");

const sold = z.object({
  id: count.describe("Number of the service."),
  name: z.string().nullable().describe("From its registration file; null when that is not on the chain."),
});

/** An order, stream or subscription. */
const deal = z.object({
  id: hash,
  kind: z.enum(KINDS).describe("`unknown` for an id that was made void before it was opened."),
  state: z.enum(STATES).describe("As the hub has it; `voided` when it was made void before it was opened."),
  status: z.enum(DEAL_STATUSES).describe("What it is at the block's time."),
  payer: address.describe("Receives the refunds; who made the id void, when it was made void before it was opened."),
  payee: address.nullable().describe("Receives the payments; null when it was made void before it was opened."),
  arbiter: address.nullable().describe("Decides disputes; null when the deal has no arbiter."),
  price: amount.describe("Total of an order, rate per second of a stream, price per period of a subscription."),
  period: count,
  start: time,
  deadline: time.describe("Last second to deliver an order, or end of accrual; 0 for none."),
  window: count.describe("Seconds after delivery in which the payer can dispute."),
  feeBps: count.describe("Basis points of each payment."),
  reference: hash.nullable().describe("Chosen by the parties; null when it was made void before it was opened."),
  funded: amount.describe("Deposits minus refunds."),
  paid: amount.describe("What left for the payee, fees included."),
  left: amount,
  due: amount.describe("What a claim would pay at the block's time."),
  deposited: amount,
  refunded: amount,
  fees: amount,
  accrual: accrual.nullable().describe("How it accrues; null for orders, and for deals that are closed."),
  actions: z.array(action).describe("What each side may do, now or later."),
  createdAt: time.describe("When it was opened, or made void before."),
  openedIn: hash.nullable().describe("Transaction that opened it; null when it was made void before."),
  openedBlock: count.nullable().describe("Block that opened it; null when it was made void before."),
  openedLogIndex: count
    .nullable()
    .describe("Number of the log of its opening in that block; null when it was made void before."),
  openedWith: amount.describe("What it was opened with; 0 when it was made void before."),
  deliveredAt: time.nullable().describe("When the order was delivered; null until then."),
  proof: hash.nullable().describe("Proof of the delivery; null until the order is delivered."),
  disputedAt: time.nullable().describe("When the payer disputed the order; null unless that happens."),
  reason: hash.nullable().describe("Reason of the dispute; null unless the payer disputes the order."),
  resolvedAt: time.nullable().describe("When the arbiter decided; null until then."),
  paidAt: time.nullable().describe("First payment to the payee; null until then."),
  closedAt: time.nullable().describe("When it was settled, canceled or made void; null until then."),
  canceledBy: address.nullable().describe("Who canceled it or made it void; null unless one of the parties did."),
  service: sold.nullable().describe("The service that is paid at the payee's address; null for none, or several."),
});

const dealEvent = z.object({
  ...position,
  event: z.string().describe("Name of the event of PaymentHub."),
  by: address.nullable().describe("Who did it; null when the event does not say."),
  toPayee: amount.describe("Fees included."),
  toPayer: amount,
  fee: amount,
  deposited: amount,
  note: hash.nullable().describe("Proof of a delivery or reason of a dispute; null for all other events."),
});

type Row = Selectable<Schema["deals"]>;

type Deal = z.output<typeof deal>;

/** Adds to each deal the one service of its payee. */
async function withServices(db: Snapshot, items: Omit<Deal, "service">[]): Promise<Deal[]> {
  const payees = [...new Set(items.flatMap(({ payee }) => (payee === null ? [] : [payee.toLowerCase()])))];
  if (payees.length === 0) return items.map((item) => ({ ...item, service: null }));
  const found = await db
    .selectFrom("services")
    .select(({ fn }) => ["wallet", fn.countAll().as("services"), fn.min("id").as("id"), fn.min("name").as("name")])
    .where("wallet", "in", payees)
    .groupBy("wallet")
    .execute();
  const only = new Map(
    found.filter(({ services }) => Number(services) === 1).map(({ wallet, id, name }) => [wallet, { id, name }]),
  );
  return items.map((item) => ({ ...item, service: only.get(item.payee?.toLowerCase() ?? null) ?? null }));
}

function toDeal(row: Row, now: number): Omit<Deal, "service"> {
  const [price, funded, paid] = [BigInt(row.price), BigInt(row.funded), BigInt(row.paid)];
  const standing = dealStandingAt({ ...row, price, funded, paid }, now);
  return {
    id: row.id,
    kind: row.kind as (typeof KINDS)[number],
    state: row.state as (typeof STATES)[number],
    status: standing.status,
    payer: checksum(row.payer),
    payee: checksumOrNull(row.payee),
    arbiter: checksumOrNull(row.arbiter),
    price: price.toString(),
    period: row.period,
    start: row.start,
    deadline: row.deadline,
    window: row.window,
    feeBps: row.feeBps,
    reference: hashOrNull(row.ref),
    funded: funded.toString(),
    paid: paid.toString(),
    left: standing.left.toString(),
    due: standing.due.toString(),
    deposited: digits(row.deposited),
    refunded: digits(row.refunded),
    fees: digits(row.fees),
    accrual: accrualOf(row, standing),
    actions: standing.actions.map((next) => ({ ...next, amount: next.amount?.toString() ?? null })),
    createdAt: row.createdAt,
    openedIn: row.openedIn,
    openedBlock: row.openedBlock,
    openedLogIndex: row.openedLogIndex,
    openedWith: digits(row.openedWith),
    deliveredAt: row.deliveredAt,
    proof: row.proof,
    disputedAt: row.disputedAt,
    reason: row.reason,
    resolvedAt: row.resolvedAt,
    paidAt: row.paidAt,
    closedAt: row.closedAt,
    canceledBy: checksumOrNull(row.canceledBy),
  };
}

function accrualOf(row: Row, { accrual: standing }: DealStanding): z.output<typeof accrual> | null {
  if (standing === null) return null;
  const { period, start, deadline } = row;
  return {
    ...{ rate: digits(row.price), period, start, end: deadline === 0 ? null : deadline },
    ...{ owed: standing.owed.toString(), arrears: standing.arrears.toString(), fundedUntil: standing.fundedUntil },
  };
}

const ORDER: Order = { by: { createdAt: "integer", id: "text" }, direction: "desc" };

/** Each needs a query of its own, so that its deals are found by their index. */
const MOST_ACCOUNTS = 100;

export const deals = list({
  path: "/deals",
  tag: "Deals",
  summary: "Orders, streams and subscriptions, the newest first",
  input: {
    payer: addressParam.optional().describe("Only of this payer."),
    payee: addressParam.optional().describe("Only of this payee."),
    arbiter: addressParam.optional().describe("Only with this arbiter."),
    party: addressParam.optional().describe("Only with this account as payer or payee."),
    payoutAccounts: booleanParam
      .optional()
      .describe(
        "Whether `party`, or else `payee`, also means the payout accounts that the account owns; of these, the " +
          `newest ${MOST_ACCOUNTS}. Default: false.`,
      ),
    state: oneOf(STATES).optional().describe("Only in this state."),
    kind: oneOf(KINDS).optional().describe("Only of this kind."),
    dueBy: integerParam
      .optional()
      .describe(
        "Only deals that anyone may be able to claim or refund at this time, in seconds since 1970: whether a funded " +
          "stream or subscription owes something then depends on what it has paid.",
      ),
  },
  item: deal,
  answer: async (question) => {
    const { db, input, at } = question;
    const { payer, payee, arbiter, party, payoutAccounts = false, state, kind, dueBy } = input;
    const all = db
      .selectFrom("deals")
      .selectAll()
      .$if(payer !== undefined, (query) => query.where("payer", "=", payer as string))
      .$if(arbiter !== undefined, (query) => query.where("arbiter", "=", arbiter as string))
      .$if(state !== undefined, (query) => query.where("state", "=", state as string))
      .$if(kind !== undefined, (query) => query.where("kind", "=", kind as string));
    const subject = party ?? payee;
    const accounts = payoutAccounts && subject !== undefined ? await accountsOf(db, subject) : [];
    const paidTo = (payees: readonly string[], query = all) => payees.map((one) => query.where("payee", "=", one));
    const toPayee = payee === undefined ? all : all.where("payee", "=", payee);
    const sides =
      party !== undefined
        ? [toPayee.where("payer", "=", party), ...paidTo([party, ...accounts], toPayee)]
        : payee !== undefined
          ? paidTo([payee, ...accounts])
          : [all];
    const parts =
      dueBy === undefined ? sides : sides.flatMap((side) => dueIn(dueBy).map((condition) => side.where(condition)));
    const { items, next } = await mergedPage(question, parts, ORDER, (row) => toDeal(row, at.time));
    return { items: await withServices(db, items), next };
  },
});

/** The newest payout accounts of an owner. */
async function accountsOf(db: Snapshot, owner: string): Promise<string[]> {
  const rows = await db
    .selectFrom("payoutAccounts")
    .select("account")
    .where("owner", "=", owner)
    .orderBy("createdAt", "desc")
    .limit(MOST_ACCOUNTS)
    .execute();
  return rows.map(({ account }) => account);
}

/** Conditions of deals that anyone may be able to claim or refund, one per state, by which the rows are found. */
function dueIn(time: number) {
  type Deals = ExpressionBuilder<Schema, "deals">;
  return [
    (deal: Deals) => deal.and([deal("state", "=", "delivered"), deal(windowEnd(deal), "<", time)]),
    (deal: Deals) =>
      deal.and([deal("state", "=", "disputed"), deal("disputedAt", "<", time - Number(ARBITRATION_PERIOD))]),
    (deal: Deals) =>
      deal.and([
        deal("state", "=", "open"),
        deal.or([
          deal.and([deal("kind", "=", "order"), deal("deadline", "<", time)]),
          deal.and([
            ...[deal("kind", "in", ["stream", "subscription"]), deal("start", "<=", time)],
            deal("funded", "!=", deal.ref("paid")),
          ]),
        ]),
      ]),
  ];
}

function windowEnd(deal: ExpressionBuilder<Schema, "deals">) {
  return deal("deliveredAt", "+", deal.ref("window"));
}

export const dealById = one({
  path: "/deals/{id}",
  tag: "Deals",
  summary: "One deal",
  input: { id: hashParam.describe("Id of the deal.") },
  data: deal,
  answer: async ({ db, input: { id }, at }) => {
    const row = await db.selectFrom("deals").selectAll().where("id", "=", id).executeTakeFirst();
    if (row === undefined) throw notFound("deal", id);
    const [found] = await withServices(db, [toDeal(row, at.time)]);
    if (found === undefined) throw notFound("deal", id);
    return found;
  },
});

export const dealEvents = list({
  path: "/deals/{id}/events",
  tag: "Deals",
  summary: "What happened to a deal, the newest first",
  input: { id: hashParam.describe("Id of the deal.") },
  item: dealEvent,
  answer: async (question) => {
    const { id } = question.input;
    const events = question.db.selectFrom("dealEvents").selectAll().where("dealId", "=", id);
    return page(question, events, NEWEST, (row) => ({
      ...positionOf(row),
      event: row.event,
      by: checksumOrNull(row.by),
      toPayee: digits(row.toPayee),
      toPayer: digits(row.toPayer),
      fee: digits(row.fee),
      deposited: digits(row.deposited),
      note: row.note,
    }));
  },
});
