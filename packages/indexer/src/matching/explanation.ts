import { formatScv } from "@servicecoin/sdk";
import type { Figures } from "./figures.js";
import type { Fit } from "./fit.js";
import { ONE } from "./ppm.js";
import type { PartName } from "./weights.js";

/** What each part is based on, in words. */
export function wordsOfParts(figures: Figures, fit: Fit, now: number): Record<PartName, string> {
  const { ratings, orders, customers, income, merit } = figures;
  return {
    price: priceWords(fit),
    speed: speedWords(figures, fit),
    rating:
      ratings.mean === undefined
        ? "no rating by a payer that counts"
        : `${oneDecimal(ratings.mean, 100)} of 100 in ${count(ratings.count, "rating")}` +
          `${failedWords(ratings.failed)}, ` +
          `which count as those of ${oneDecimal(ratings.payers, 1)} independent payers${meritWords(merit)}`,
    settlement:
      orders.count === 0
        ? "no order is over yet"
        : `money back in ${orders.refunded} of ${count(orders.count, "order")}`,
    disputes:
      orders.count === 0 ? "no order is over yet" : `${orders.disputed} of ${count(orders.count, "order")} disputed`,
    customers: `${count(customers.count, "payer")}, which count as ${oneDecimal(customers.independent, 1)} independent ones`,
    punctuality:
      orders.count === 0
        ? "no order is over yet"
        : `${orders.late} of ${count(orders.count, "order")} late or not delivered`,
    activity: `last active ${duration(now - figures.lastActiveAt)} ago`,
    independence:
      income.amount === 0n
        ? "no income yet"
        : `${formatScv(income.counted)} of ${formatScv(income.amount)} SCV earned from independent payers`,
  };
}

function meritWords(merit: number): string {
  return merit === ONE
    ? ""
    : `; because of them, ${oneDecimal(merit, 100)} % of what is better than usual elsewhere counts`;
}

function failedWords(failed: number): string {
  return failed === 0 ? "" : ` and ${count(failed, "order")} without any payment, taken as 0`;
}

function priceWords({ price, usual }: Fit): string {
  if (price === null) return "no price is known";
  const own = `${formatScv(price)} SCV`;
  return usual === undefined ? own : `${own}; the median for this unit is ${formatScv(usual)} SCV`;
}

function speedWords({ deliveries }: Figures, { median, left, inTime }: Fit): string {
  if (median === undefined) return "no delivery yet";
  const usual = `half of its deliveries took ${duration(median)} or less`;
  return left === undefined
    ? usual
    : `${inTime} of ${deliveries.length} deliveries took at most ${duration(left)}; ${usual}`;
}

/** A share of a unit with one decimal. */
export function oneDecimal(share: number, unit: number): string {
  return ((share / ONE) * unit).toFixed(1).replace(/\.0$/, "");
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** A duration in its largest unit. */
export function duration(seconds: number): string {
  if (seconds >= 2 * 86_400) return `${Math.floor(seconds / 86_400)} days`;
  if (seconds >= 2 * 3_600) return `${Math.floor(seconds / 3_600)} hours`;
  if (seconds >= 2 * 60) return `${Math.floor(seconds / 60)} minutes`;
  return count(seconds, "second");
}
