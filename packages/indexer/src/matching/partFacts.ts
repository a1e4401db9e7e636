/** The figures behind each part of a score, as JSON: what words in any language are made of. */
import { z } from "zod";
import { amount, count } from "../api/fields.js";
import type { Figures } from "./figures.js";
import type { Fit } from "./fit.js";
import type { PartName } from "./weights.js";

const millionths = z.int().min(0).max(1_000_000);
const seconds = z.int();

/** What each part tells. */
export const FACTS = {
  price: z.object({
    price: amount.nullable().describe("Null when none is known."),
    usual: amount.nullable().describe("Median for this unit; null when no other service has it."),
  }),
  speed: z.object({
    deliveries: count,
    median: seconds.nullable().describe("Half of them took this many seconds or less; null without deliveries."),
    left: seconds.nullable().describe("Seconds until the deadline of the need; null when it has none."),
    inTime: count.describe("Deliveries that took no longer."),
  }),
  rating: z.object({
    ratings: count,
    failed: count.describe("Orders without any payment, taken as 0."),
    mean: millionths.nullable().describe("Null without a rating that counts."),
    payers: count.describe("Independent payers that they count as, in millionths."),
    merit: millionths.describe("How much of what is better than usual elsewhere counts because of them."),
  }),
  settlement: z.object({ orders: count, refunded: count.describe("Orders that gave money back.") }),
  disputes: z.object({ orders: count, disputed: count }),
  customers: z.object({
    payers: count,
    independent: count.describe("Independent payers that they count as, in millionths."),
  }),
  punctuality: z.object({ orders: count, late: count.describe("Orders that were late, or not delivered.") }),
  activity: z.object({ idle: seconds.describe("Seconds since it was active.") }),
  independence: z.object({ earned: amount, counted: amount.describe("From independent payers.") }),
} satisfies Record<PartName, z.ZodObject>;

/** What each part tells. */
export type PartFacts = { [Name in PartName]: z.output<(typeof FACTS)[Name]> };

/** Collects the figures of each part. */
export function factsOfParts(figures: Figures, fit: Fit, now: number): PartFacts {
  const { ratings, orders, customers, income, merit, deliveries } = figures;
  const { price, usual, median = null, left = null, inTime } = fit;
  return {
    price: { price: price?.toString() ?? null, usual: usual?.toString() ?? null },
    speed: { deliveries: deliveries.length, median, left, inTime },
    rating: {
      ...{ ratings: ratings.count, failed: ratings.failed, mean: ratings.mean ?? null },
      ...{ payers: ratings.payers, merit },
    },
    settlement: { orders: orders.count, refunded: orders.refunded },
    disputes: { orders: orders.count, disputed: orders.disputed },
    customers: { payers: customers.count, independent: customers.independent },
    punctuality: { orders: orders.count, late: orders.late },
    activity: { idle: now - figures.lastActiveAt },
    independence: { earned: income.amount.toString(), counted: income.counted.toString() },
  };
}
