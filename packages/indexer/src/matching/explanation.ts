import { formatScv } from "@servicecoin/sdk";
import type { PartFacts } from "./partFacts.js";
import { ONE } from "./ppm.js";
import type { PartName } from "./weights.js";

const NO_ORDER = "no order is over yet";

/** Puts the figures of each part into words. */
export function wordsOfParts(facts: PartFacts): Record<PartName, string> {
  const { settlement, disputes, customers, punctuality, activity, independence } = facts;
  return {
    price: priceWords(facts.price),
    speed: speedWords(facts.speed),
    rating: ratingWords(facts.rating),
    settlement:
      settlement.orders === 0
        ? NO_ORDER
        : `money back in ${settlement.refunded} of ${count(settlement.orders, "order")}`,
    disputes: disputes.orders === 0 ? NO_ORDER : `${disputes.disputed} of ${count(disputes.orders, "order")} disputed`,
    customers: `${count(customers.payers, "payer")}, which count as ${oneDecimal(customers.independent, 1)} independent ones`,
    punctuality:
      punctuality.orders === 0
        ? NO_ORDER
        : `${punctuality.late} of ${count(punctuality.orders, "order")} late or not delivered`,
    activity: `last active ${duration(activity.idle)} ago`,
    independence:
      independence.earned === "0"
        ? "no income yet"
        : `${scv(independence.counted)} of ${scv(independence.earned)} SCV earned from independent payers`,
  };
}

function ratingWords({ mean, ratings, failed, payers, merit }: PartFacts["rating"]): string {
  if (mean === null) return "no rating by a payer that counts";
  return (
    `${oneDecimal(mean, 100)} of 100 in ${count(ratings, "rating")}${failedWords(failed)}, ` +
    `which count as those of ${oneDecimal(payers, 1)} independent payers${meritWords(merit)}`
  );
}

function meritWords(merit: number): string {
  return merit === ONE
    ? ""
    : `; because of them, ${oneDecimal(merit, 100)} % of what is better than usual elsewhere counts`;
}

function failedWords(failed: number): string {
  return failed === 0 ? "" : ` and ${count(failed, "order")} without any payment, taken as 0`;
}

function priceWords({ price, usual }: PartFacts["price"]): string {
  if (price === null) return "no price is known";
  const own = `${scv(price)} SCV`;
  return usual === null ? own : `${own}; the median for this unit is ${scv(usual)} SCV`;
}

function speedWords({ deliveries, median, left, inTime }: PartFacts["speed"]): string {
  if (median === null) return "no delivery yet";
  const usual = `half of its deliveries took ${duration(median)} or less`;
  return left === null ? usual : `${inTime} of ${deliveries} deliveries took at most ${duration(left)}; ${usual}`;
}

function scv(digits: string): string {
  return formatScv(BigInt(digits));
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
