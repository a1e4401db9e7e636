import type { Answer } from "@servicecoin/indexer/client";
import type { Text } from "../../i18n/text.ts";
import { duration, inScv } from "../../ui/format.ts";

/** A part of a score, with the figures behind it. */
export type RankPart = Answer<"/matches">["data"]["matches"][number]["parts"][number];

const MILLION = 1_000_000;

/** The figures behind a part of the score, in words. */
export function rankReason(part: RankPart, t: Text): string {
  const { rank } = t;
  const time = (seconds: number) => duration(seconds, t);
  switch (part.name) {
    case "price": {
      const { price, usual } = part.facts;
      return price === null
        ? rank.noPrice
        : rank.price(inScv(BigInt(price)), usual === null ? undefined : inScv(BigInt(usual)));
    }
    case "speed": {
      const { deliveries, median, left, inTime } = part.facts;
      if (median === null) return rank.noDelivery;
      return joined([left !== null && rank.inTime(inTime, deliveries, time(left)), rank.speed(time(median))]);
    }
    case "rating": {
      const { mean, ratings, payers, failed, merit } = part.facts;
      if (mean === null) return rank.noRating;
      return joined([
        rank.rating(decimal(mean, 100), ratings, decimal(payers, 1)),
        failed > 0 && rank.failed(failed),
        merit < MILLION && rank.merit(decimal(merit, 100)),
      ]);
    }
    case "settlement":
      return part.facts.orders === 0 ? rank.noOrder : rank.settlement(part.facts.refunded, part.facts.orders);
    case "disputes":
      return part.facts.orders === 0 ? rank.noOrder : rank.disputes(part.facts.disputed, part.facts.orders);
    case "punctuality":
      return part.facts.orders === 0 ? rank.noOrder : rank.punctuality(part.facts.late, part.facts.orders);
    case "customers":
      return rank.customers(part.facts.payers, decimal(part.facts.independent, 1));
    case "activity":
      return rank.activity(time(part.facts.idle));
    case "independence": {
      const { earned, counted } = part.facts;
      return earned === "0" ? rank.noIncome : rank.independence(inScv(BigInt(counted)), inScv(BigInt(earned)));
    }
  }
}

function joined(sentences: readonly (string | false)[]): string {
  return sentences.filter((sentence) => sentence !== false).join(" · ");
}

/** Millionths of a unit, with one decimal. */
function decimal(share: number, unit: number): string {
  return ((share / MILLION) * unit).toFixed(1).replace(/\.0$/, "");
}
