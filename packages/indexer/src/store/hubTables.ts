import { amount, integer, nullable, text } from "./columns.js";
import { fact, state } from "./table.js";

/** Tables of PaymentHub. */
export const HUB_TABLES = {
  /** Orders, streams and subscriptions. */
  deals: state(
    ["id"],
    {
      id: text,
      /** `order`, `stream`, `subscription`, or `unknown` for an id that was voided before it was opened. */
      kind: text,
      payer: text,
      payee: text,
      arbiter: nullable(text),
      price: amount,
      period: integer,
      start: integer,
      deadline: integer,
      window: integer,
      feeBps: integer,
      ref: text,
      /** `open`, `delivered`, `disputed`, `closed`; `voided` when it was made void before it was opened. */
      state: text,
      /** Deposits minus refunds. */
      funded: amount,
      /** What left the deal for the payee, fees included. */
      paid: amount,
      deposited: amount,
      refunded: amount,
      /** Fees, part of `paid`. */
      fees: amount,
      openedAt: nullable(integer),
      openedIn: nullable(text),
      /** Position of its opening, in the order of which deals are listed. */
      openedBlock: nullable(integer),
      openedLogIndex: nullable(integer),
      /** What it was opened with, part of `deposited`. */
      openedWith: amount,
      deliveredAt: nullable(integer),
      proof: nullable(text),
      disputedAt: nullable(integer),
      reason: nullable(text),
      resolvedAt: nullable(integer),
      /** First payment to the payee. */
      paidAt: nullable(integer),
      closedAt: nullable(integer),
      canceledBy: nullable(text),
      /** When it was opened, or made void before. */
      createdAt: integer,
      block: integer,
    },
    ["payer", "createdAt"],
    ["payee", "createdAt"],
    ["arbiter", "createdAt"],
    ["state", "createdAt"],
    ["kind", "createdAt"],
    ["createdAt"],
    ["closedAt"],
  ),
  /** One row per event of a deal. */
  dealEvents: fact(
    {
      dealId: text,
      /** Name of the event. */
      event: text,
      /** The account that did it, where the event names it. */
      by: nullable(text),
      toPayee: amount,
      toPayer: amount,
      fee: amount,
      deposited: amount,
      /** Proof of a delivery or reason of a dispute. */
      note: nullable(text),
    },
    ["dealId", "block", "logIndex"],
  ),
  mandates: state(
    ["id"],
    {
      id: text,
      payer: text,
      payee: text,
      limit: amount,
      period: integer,
      start: integer,
      end: integer,
      feeBps: integer,
      ref: text,
      /** `accepted` or `revoked`. */
      state: text,
      charged: amount,
      fees: amount,
      charges: integer,
      /** Number of the period of the last charge, and what was charged in it. */
      chargedPeriod: integer,
      chargedInPeriod: amount,
      /** When it was accepted, or revoked before. */
      createdAt: integer,
      acceptedAt: nullable(integer),
      acceptedIn: nullable(text),
      acceptedBlock: nullable(integer),
      acceptedLogIndex: nullable(integer),
      revokedAt: nullable(integer),
      revokedBy: nullable(text),
      block: integer,
    },
    ["payer", "createdAt"],
    ["payee", "createdAt"],
    ["state", "createdAt"],
    ["createdAt"],
  ),
  /**
   * Money that reached a payee through the system: payouts of deals, charges of mandates, x402 payments, and transfers
   * with a reference. A plain transfer is none: it may be between accounts of one owner. `amount` is what the payer
   * spent, `fee` is part of it.
   */
  payments: fact(
    {
      /** `order`, `stream`, `subscription`, `mandate`, `x402` or `transfer`. */
      kind: text,
      payer: text,
      payee: text,
      amount,
      fee: amount,
      /** Id of the deal or mandate. */
      source: nullable(text),
    },
    ["payer", "time"],
    ["payee", "time"],
    ["time"],
    ["source"],
  ),
  /** Totals of `payments` per payer and payee. */
  pairs: state(
    ["payer", "payee"],
    {
      payer: text,
      payee: text,
      count: integer,
      amount,
      fees: amount,
      firstAt: integer,
      lastAt: integer,
      block: integer,
    },
    ["payee", "amount"],
    ["payer", "amount"],
  ),
  /** Totals of `payments` per account, in both directions. */
  accounts: state(
    ["account"],
    {
      account: text,
      paid: amount,
      paidCount: integer,
      earned: amount,
      earnedCount: integer,
      feesPaid: amount,
      firstAt: integer,
      lastAt: integer,
      block: integer,
    },
    ["earned"],
    ["paid"],
  ),
  /**
   * Sums of `payments` per month, payer, payee and kind, so that the statistics of a month need not read every payment.
   * `month` is the first second of the month in UTC.
   */
  pairMonths: state(["month", "payer", "payee", "kind"], {
    month: integer,
    payer: text,
    payee: text,
    kind: text,
    count: integer,
    amount,
    block: integer,
  }),
  /** Sums of `payments` per month and kind. */
  kindMonths: state(["month", "kind"], {
    month: integer,
    kind: text,
    count: integer,
    amount,
    fees: amount,
    block: integer,
  }),
  /** How often each price was paid by x402 in a month. */
  priceMonths: state(["month", "price"], {
    month: integer,
    /** Decimal. */
    price: text,
    count: integer,
    block: integer,
  }),
  /** Fees that left the hub for the treasury. */
  feeCollections: fact({ treasury: text, amount }),
};
