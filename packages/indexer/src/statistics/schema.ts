/** The form of the statistics of a period. Amounts are base units in decimal digits; shares round down. */
import { z } from "zod";
import { PAYMENT_KINDS } from "./paymentTally.js";
import { UNITS } from "./period.js";

const amount = (meaning: string) => z.string().regex(/^\d+$/).describe(`${meaning} In base units.`);
const signed = (meaning: string) =>
  z
    .string()
    .regex(/^-?\d+$/)
    .describe(`${meaning} In base units.`);
const count = (meaning: string) => z.int().min(0).describe(meaning);
const seconds = (meaning: string) =>
  z.int().min(0).nullable().describe(`${meaning} In seconds; null if there are none.`);
const bps = (meaning: string) =>
  z.int().min(0).nullable().describe(`${meaning} In basis points; null if there is no whole.`);
const time = (meaning: string) => z.int().min(0).describe(`${meaning} In seconds since 1970.`);
const address = z.string().regex(/^0x[0-9a-fA-F]{40}$/);

const totals = z.object({
  payments: count("Number of payments."),
  gross: amount("What payers spent."),
  net: amount("What payees received: gross less fees."),
  fees: amount("Fees, part of gross."),
});

const honest = z
  .object({
    payers: count("Distinct payers."),
    largestPayerBps: bps("Share of the largest payer in gross."),
    toSelf: amount("Paid to oneself."),
    returned: amount(
      "Sent back to the payer by the payee, by plain transfers; of one kind, also by payments of others.",
    ),
    inCircles: amount("Paid back and forth, or around a circle of up to five accounts."),
    longestCircle: count(
      "The most accounts on a circle that was searched: 5, or 3 where very many pay each other around.",
    ),
    withoutCircles: amount("Gross less these three."),
    netFlow: amount("Sum of what accounts earned more than they paid: no circle of any length counts."),
  })
  .describe("What the volume is worth as evidence.");

const kindTotals = totals.extend({ honest });

const concentrationShape = {
  largestBps: bps("Share of the largest."),
  herfindahlPpm: z
    .int()
    .min(0)
    .nullable()
    .describe("Herfindahl index: the sum of the squared shares, in parts per million; null if there is no whole."),
};

const concentration = z.object(concentrationShape);

const participants = z.object({
  active: count("Accounts with a payment in the period."),
  new: count("Of these, accounts without an earlier one on this side."),
  returning: count("Of these, accounts with an earlier one."),
  ...concentrationShape,
});

const durations = z.object({ median: seconds("Median."), p90: seconds("90th percentile.") });

const accrual = z.object({
  activeAtStart: count("Deals that were open and accruing when the period began."),
  started: count("Deals opened in the period."),
  ended: count("Deals canceled, or whose deadline passed, in the period."),
  activeAtEnd: count("Deals that were open and accruing when the period ended."),
  churnBps: bps("Ended deals per deal that was active at the start."),
  dailyRate: amount("What the deals that are active at the end accrue per day."),
  income: amount("What was paid to payees, fees included."),
  honest,
});

const proposal = z.object({
  id: z.string().describe("Id of the proposal."),
  endedAt: time("The last second of voting."),
  votes: amount("Votes cast: for, against and abstain."),
  turnoutBps: bps("Votes cast per locked SCV at the snapshot."),
  quorum: amount("Votes for and abstain that it needed."),
  quorumMargin: signed("Votes for and abstain less the quorum: negative when it was missed."),
  quorumBps: bps("Votes for and abstain per quorum: 10000 when it was just reached."),
  voters: concentration.describe("How the votes cast are distributed over the voters."),
});

/** The statistics of a period. */
export const statisticsSchema = z.object({
  period: z.object({
    unit: z.enum(UNITS),
    key: z.string().describe("Such as 2026-11-29T08, 2026-11-29 or 2026-11, in UTC."),
    from: time("The first second."),
    to: time("The first second after it."),
    complete: z.boolean().describe("Whether the index has all its blocks. If not, the figures are those so far."),
  }),
  payments: totals.extend({
    byKind: z.object(
      Object.fromEntries(PAYMENT_KINDS.map((kind) => [kind, kindTotals])) as Record<
        (typeof PAYMENT_KINDS)[number],
        typeof kindTotals
      >,
    ),
  }),
  fees: z.object({
    usersPaid: amount("What payers spent."),
    providersGot: amount("What payees received."),
    daoGot: amount("Fees, for the treasury."),
    collected: amount("Fees that were moved from the hub to the treasury."),
  }),
  honest,
  payers: participants,
  payees: participants,
  services: z.object({ registered: count("Services registered.") }),
  orders: z.object({
    opened: count("Orders opened."),
    delivered: count("Orders delivered."),
    settled: count("Orders that ended with something paid."),
    refunded: count("Orders that ended with nothing paid."),
    disputed: count("Orders disputed."),
    resolved: count("Disputes decided by the arbiter."),
    timeToDelivery: durations.describe("From opening to delivery, of the orders delivered."),
    timeToRelease: durations.describe("From delivery to the end, of the orders settled after a delivery."),
    onTimeBps: bps("Delivered, or paid in full without a delivery, of these and of those refunded undelivered."),
  }),
  escrow: z.object({
    lockedAtEnd: amount("Held for deals when the period ended."),
    deposited: amount("Paid in."),
    paidOut: amount("Paid to payees, fees included."),
    returned: amount("Paid back to payers."),
  }),
  streams: accrual,
  subscriptions: accrual,
  mandates: z.object({
    accepted: count("Mandates accepted."),
    charges: count("Charges."),
    income: amount("What was charged, fees included."),
    honest,
  }),
  credit: z.object({
    taken: count("Loans taken."),
    lent: amount("Their principal."),
    repaid: amount("What lenders received of any loan, interest and charges included."),
    ended: count("Loans that ended."),
    unpaid: amount("What was owed when they ended."),
  }),
  x402: kindTotals.extend({
    payers: count("Distinct payers."),
    price: z
      .object({
        lowest: amount("Lowest."),
        p10: amount("10th percentile."),
        median: amount("Median."),
        p90: amount("90th percentile."),
        p99: amount("99th percentile."),
        highest: amount("Highest."),
      })
      .nullable()
      .describe("Prices of the payments; null if there are none."),
    paymentsPerPayer: z
      .object({ median: z.int(), p90: z.int(), highest: z.int() })
      .nullable()
      .describe("Payments of each payer; null if there are none."),
  }),
  governance: z.object({
    proposed: count("Proposals made."),
    votes: count("Votes cast."),
    voters: count("Distinct voters."),
    lockedAtEnd: amount("Locked SCV when the period ended."),
    votingPower: concentration.describe("How the votes are distributed over the delegates at the end of the period."),
    ended: count("Proposals whose vote ended, without those that were canceled before."),
    turnoutBps: bps("Median of their turnouts."),
    proposals: z.array(proposal).describe("These proposals, in the order in which they ended."),
  }),
  treasury: z.object({
    scv: z.object({ in: amount("SCV received."), out: amount("SCV that left.") }),
    ether: z.object({ in: amount("Ether received, in wei."), out: amount("Ether that left, in wei.") }),
    others: z
      .array(z.object({ asset: address, out: amount("What payments of the treasury say that left.") }))
      .describe("Other tokens. What the treasury receives of them is not indexed."),
  }),
});

/** The statistics of a period. */
export type Statistics = z.infer<typeof statisticsSchema>;
