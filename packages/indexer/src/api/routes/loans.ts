import { z } from "zod";
import type { ExpressionBuilder } from "kysely";
import { LOAN_ENDS, LOAN_SOURCES } from "@servicecoin/sdk";
import type { Schema } from "../../query/reader.js";
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
import { readPledges, type LoanRow, type PledgeRow } from "../loanRows.js";
import { LOAN_STATUSES, loanStandingAt, net } from "../loanStanding.js";
import { mergedPage, NEWEST, page, type Order } from "../page.js";
import { notFound } from "../problem.js";
import { list, one } from "../route.js";
import { checksum, checksumOrNull, digits, digitsOrNull, hashOrNull, positionOf } from "../values.js";

const STATES = ["active", "ended", "voided"] as const;
const ORDER_STATES = ["open", "delivered", "disputed", "closed", "voided"] as const;

const pledge = z.object({
  id: hash,
  state: z.enum(ORDER_STATES),
  payer: address,
  received: amount.describe("What it has paid since it was pledged, less the hub's fee."),
  left: amount.describe("What it can still pay, less the hub's fee."),
});

/** A loan, or an offer that its lender withdrew. */
const loan = z.object({
  id: hash,
  state: z.enum(STATES).describe("As the contract has it."),
  status: z.enum(LOAN_STATUSES).describe("What it is at the block's time. `lapsed`: it is too old to be collected."),
  lender: address,
  borrower: address.nullable().describe("Null for an offer that was withdrawn, of which only the lender is known."),
  account: address.nullable().describe("Payout account whose orders or income are pledged; null for none."),
  amount: amount.describe("Principal at the beginning."),
  charge: amount.describe("Fixed charge."),
  rate: count.describe("Interest per second on the unpaid principal, in units of 1e-18."),
  lateRate: count.describe("Interest per second after the last due date and the grace period."),
  due: time.nullable().describe("First due date; null when it is repaid only from its orders."),
  period: count.describe("Seconds between due dates; 0 if there is only one."),
  instalments: count.describe("Number of due dates."),
  grace: count.describe("Seconds after a due date in which nothing is collected."),
  collateral: amount.describe("What the borrower deposited."),
  pull: z.boolean().describe("Whether overdue amounts can be taken from the borrower's allowance."),
  income: z.boolean().describe("Whether overdue amounts can be taken from the income of the payout account."),
  cover: amount.describe("What the orders had to hold at least."),
  feeBps: count,
  fee: amount.describe("What the DAO got of the principal."),
  reference: hash.nullable().describe("Chosen by the lender; null for an offer that was withdrawn."),
  principal: amount.describe("Unpaid principal."),
  charges: amount.describe("Unpaid charges and interest up to the block's time, or up to the end of the loan."),
  owed: amount.describe("What ends the loan if it is repaid at the block's time."),
  overdue: amount.describe("The part whose due date and grace period have passed."),
  dueFromOrders: amount.describe("What its orders have paid and the lender can collect, overdue or not."),
  isExhausted: z.boolean().describe("Whether it has no due date, and its orders can pay nothing more."),
  repaid: amount.describe("What was repaid by anyone."),
  collected: z
    .object({ orders: amount, allowance: amount, income: amount, collateral: amount })
    .describe("What was collected, by where it came from."),
  collateralLeft: amount.describe("What is still deposited."),
  nextDue: time.nullable().describe("Due date of what must be repaid next; null when nothing has a due date."),
  lapsesAt: time.nullable().describe("When the pledges lapse; null for an offer that was withdrawn."),
  orders: z.array(pledge).describe("Its orders. They are pledged while it is active."),
  createdAt: time.describe("When it was taken, or the offer was withdrawn."),
  takenIn: hash.nullable().describe("Transaction that took it; null when it was never taken."),
  takenBlock: count.nullable().describe("Block in which it was taken; null when it never was."),
  takenLogIndex: count.nullable().describe("Number of the log of that in its block; null when it was never taken."),
  endReason: z.enum(LOAN_ENDS).nullable().describe("Why it ended; null until then."),
  endedAt: time.nullable().describe("When it ended, or the offer was withdrawn; null until then."),
  endedIn: hash.nullable().describe("Transaction that ended it; null until then."),
  unpaid: amount.nullable().describe("What was owed when it ended; null until then."),
  returned: amount.nullable().describe("Collateral that the borrower got back when it ended; null until then."),
});

const loanEvent = z.object({
  ...position,
  event: z.string().describe("Name of the event of Credit."),
  by: address.nullable().describe("Who did it; null when the event does not say."),
  source: z.enum(LOAN_SOURCES).nullable().describe("Where collected money came from; null for all other events."),
  amount: amount.describe("The principal when the loan was taken; what the lender received otherwise."),
  owed: amount.describe("What was owed after it; when the loan ended, what was not paid."),
});

function toLoan(row: LoanRow, pledges: readonly PledgeRow[], now: number): z.output<typeof loan> {
  const standing = loanStandingAt(row, pledges, now);
  const { status, principal, charges, owed, overdue, fromOrders, isExhausted } = standing;
  const isVoided = row.state === "voided";
  const deposited = row.state === "active" ? BigInt(row.collateral) - BigInt(row.fromCollateral) : 0n;
  return {
    ...{ id: row.id, state: row.state as (typeof STATES)[number], status },
    ...{ lender: checksum(row.lender), borrower: checksumOrNull(row.borrower), account: checksumOrNull(row.account) },
    ...{ amount: digits(row.amount), charge: digits(row.charge), rate: row.rate, lateRate: row.lateRate },
    ...{ due: row.due === 0 ? null : row.due, period: row.period, instalments: row.instalments, grace: row.grace },
    ...{ collateral: digits(row.collateral), pull: row.pull === 1, income: row.income === 1 },
    ...{ cover: digits(row.cover), feeBps: row.feeBps, fee: digits(row.fee), reference: hashOrNull(row.ref) },
    ...{ principal: String(principal), charges: String(charges), owed: String(owed), overdue: String(overdue) },
    ...{ dueFromOrders: String(fromOrders), isExhausted, repaid: digits(row.repaid) },
    collected: {
      ...{ orders: digits(row.fromOrders), allowance: digits(row.fromAllowance) },
      ...{ income: digits(row.fromIncome), collateral: digits(row.fromCollateral) },
    },
    ...{ collateralLeft: String(deposited), nextDue: row.nextDue, lapsesAt: isVoided ? null : row.lapsesAt },
    orders: pledges.map(toPledge),
    ...{ createdAt: row.createdAt, takenIn: row.takenIn, takenBlock: row.takenBlock },
    takenLogIndex: row.takenLogIndex,
    endReason: row.endReason as (typeof LOAN_ENDS)[number] | null,
    ...{ endedAt: row.endedAt, endedIn: row.endedIn },
    ...{ unpaid: digitsOrNull(row.unpaid), returned: digitsOrNull(row.returned) },
  };
}

function toPledge({ orderId, state, payer, paid, paidBefore, feeBps, funded }: PledgeRow): z.output<typeof pledge> {
  const received = net(paid, feeBps) - net(paidBefore, feeBps);
  return {
    ...{ id: orderId, state: state as (typeof ORDER_STATES)[number], payer: checksum(payer) },
    ...{ received: String(received), left: String(net(funded, feeBps) - net(paid, feeBps)) },
  };
}

const ORDER: Order = { by: { createdAt: "integer", id: "text" }, direction: "desc" };

export const loans = list({
  path: "/loans",
  tag: "Credit",
  summary: "Loans and withdrawn offers, the newest first",
  input: {
    lender: addressParam.optional().describe("Only of this lender."),
    borrower: addressParam.optional().describe("Only of this borrower."),
    party: addressParam.optional().describe("Only with this account as lender or borrower."),
    account: addressParam.optional().describe("Only those secured by this payout account."),
    state: oneOf(STATES).optional().describe("Only in this state."),
    dueBefore: integerParam
      .optional()
      .describe("Only active loans of which something must be repaid before this time, in seconds since 1970."),
    collectableBy: integerParam
      .optional()
      .describe(
        "Only active loans that anyone may be able to collect or end at this time, in seconds since 1970: those that " +
          "are overdue or lapsed then, and those with orders.",
      ),
  },
  item: loan,
  answer: async (question) => {
    const { db, input, at } = question;
    const { lender, borrower, party, account, state, dueBefore, collectableBy } = input;
    const isActive = dueBefore !== undefined || collectableBy !== undefined;
    const all = db
      .selectFrom("loans")
      .selectAll()
      .$if(lender !== undefined, (query) => query.where("lender", "=", lender as string))
      .$if(borrower !== undefined, (query) => query.where("borrower", "=", borrower as string))
      .$if(account !== undefined, (query) => query.where("account", "=", account as string))
      .$if(state !== undefined, (query) => query.where("state", "=", state as string))
      .$if(isActive, (query) => query.where("state", "=", "active"))
      .$if(dueBefore !== undefined, (query) => query.where("nextDue", "<", dueBefore as number))
      .$if(collectableBy !== undefined, (query) => query.where((row) => collectableIn(row, collectableBy as number)));
    const sides = party === undefined ? [all] : [all.where("lender", "=", party), all.where("borrower", "=", party)];
    const { items: rows, next } = await mergedPage(question, sides, ORDER, (row) => row);
    const pledges = await readPledges(db, withOrders(rows));
    return { items: rows.map((row) => toLoan(row, pledges.get(row.id) ?? [], at.time)), next };
  },
});

function collectableIn(row: ExpressionBuilder<Schema, "loans">, by: number) {
  return row.or([row("overdueFrom", "<=", by), row("lapsesAt", "<=", by), row("orders", ">", 0)]);
}

function withOrders(rows: readonly LoanRow[]): string[] {
  return rows.filter(({ orders }) => orders > 0).map(({ id }) => id);
}

export const loanById = one({
  path: "/loans/{id}",
  tag: "Credit",
  summary: "One loan",
  input: { id: hashParam.describe("Id of the loan.") },
  data: loan,
  answer: async ({ db, input: { id }, at }) => {
    const row = await db.selectFrom("loans").selectAll().where("id", "=", id).executeTakeFirst();
    if (row === undefined) throw notFound("loan", id);
    const pledges = await readPledges(db, withOrders([row]));
    return toLoan(row, pledges.get(id) ?? [], at.time);
  },
});

export const loanEvents = list({
  path: "/loans/{id}/events",
  tag: "Credit",
  summary: "What happened to a loan, the newest first",
  input: { id: hashParam.describe("Id of the loan.") },
  item: loanEvent,
  answer: async (question) => {
    const events = question.db.selectFrom("loanEvents").selectAll().where("loanId", "=", question.input.id);
    return page(question, events, NEWEST, (row) => ({
      ...{ ...positionOf(row), event: row.event, by: checksumOrNull(row.by) },
      source: row.source as (typeof LOAN_SOURCES)[number] | null,
      ...{ amount: digits(row.amount), owed: digits(row.owed) },
    }));
  },
});
