import { amount, integer, nullable, text } from "./columns.js";
import { fact, state } from "./table.js";

/** Tables of payout accounts and loans. */
export const CREDIT_TABLES = {
  payoutAccounts: state(
    ["account"],
    {
      account: text,
      owner: text,
      /** Account that it is offered to; null if it is not offered. */
      pendingOwner: nullable(text),
      /** What its owners withdrew. */
      withdrawn: amount,
      createdAt: integer,
      createdIn: text,
      createdBlock: integer,
      createdLogIndex: integer,
      /** When it got its owner of now from another; null until then. */
      transferredAt: nullable(integer),
      block: integer,
    },
    ["owner", "createdAt"],
    ["pendingOwner", "createdAt"],
    ["createdAt"],
  ),
  /** Loans that were taken, and offers that were withdrawn. Of the latter only id and lender are known. */
  loans: state(
    ["id"],
    {
      id: text,
      lender: text,
      borrower: nullable(text),
      /** Payout account whose orders or income are pledged. */
      account: nullable(text),
      /** `active`, `ended` or `voided`. */
      state: text,
      // The terms.
      amount,
      charge: amount,
      /** Interest per second in units of 1e-18, and after the last due date and the grace period. */
      rate: integer,
      lateRate: integer,
      due: integer,
      period: integer,
      instalments: integer,
      grace: integer,
      collateral: amount,
      pull: integer,
      income: integer,
      cover: amount,
      feeBps: integer,
      /** What the DAO got of the principal. */
      fee: amount,
      ref: text,
      /** First second in which nothing can be collected any more, except from the collateral. */
      lapsesAt: integer,
      // What is owed: as of `accruedAt`, with the interest up to then.
      principal: amount,
      charges: amount,
      accruedAt: integer,
      /** Interest in all, part of what is owed or was paid. */
      interest: amount,
      // What was paid, by whom or from what.
      repaid: amount,
      fromOrders: amount,
      fromAllowance: amount,
      fromIncome: amount,
      fromCollateral: amount,
      /** Due date of what must be repaid next; null when nothing has a due date. */
      nextDue: nullable(integer),
      /** First second in which something is overdue, if nothing is repaid until then. */
      overdueFrom: nullable(integer),
      /** Number of its orders. */
      orders: integer,
      /** When it was taken, or the offer was withdrawn. */
      createdAt: integer,
      takenIn: nullable(text),
      takenBlock: nullable(integer),
      takenLogIndex: nullable(integer),
      /** `repaid`, `forgiven`, `exhausted` or `lapsed`; null until it ends. */
      endReason: nullable(text),
      endedAt: nullable(integer),
      endedIn: nullable(text),
      /** What was owed when it ended. */
      unpaid: nullable(amount),
      /** What the borrower got back of the collateral when it ended. */
      returned: nullable(amount),
      block: integer,
    },
    ["lender", "createdAt"],
    ["borrower", "createdAt"],
    ["account", "createdAt"],
    ["state", "createdAt"],
    ["createdAt"],
  ),
  /** The orders of each loan. They are pledged while the loan is active. */
  loanOrders: state(
    ["loanId", "number"],
    {
      loanId: text,
      /** Place in the list of the loan, from 0. */
      number: integer,
      orderId: text,
      /** What the order had paid before, fees included. */
      paidBefore: amount,
      feeBps: integer,
      block: integer,
    },
    ["orderId"],
  ),
  /** One row per event of a loan. */
  loanEvents: fact(
    {
      loanId: text,
      /** Name of the event. */
      event: text,
      /** The account that did it, where the event names it. */
      by: nullable(text),
      /** `orders`, `allowance`, `income` or `collateral`, of a collection. */
      source: nullable(text),
      /** The principal of a loan that was taken; what the lender received otherwise. */
      amount,
      /** What is owed after it. */
      owed: amount,
    },
    ["loanId", "block", "logIndex"],
  ),
};
