/** A ranking of providers as JSON: what the API answers, and what its clients read. */
import { getAddress } from "ethers";
import { z } from "zod";
import { address, amount, count } from "../api/fields.js";
import type { Cursor } from "../store/store.js";
import type { Ranking } from "./learned.js";
import type { ServiceMatch, ServiceMatches } from "./matchServices.js";
import { FACTS } from "./partFacts.js";
import { QUALITY, type PartName } from "./weights.js";

const millionths = z.int().min(0).max(1_000_000).describe("Parts per million.");

const partOf = <Name extends PartName, Facts extends z.ZodObject>(name: Name, facts: Facts) =>
  z.object({
    name: z.literal(name),
    value: millionths.describe("How good this part is, in parts per million."),
    points: z.number().describe("What it adds to the score, or takes from it in a learned ranking."),
    reason: z.string().describe("The figures behind it, in words."),
    facts: facts.describe("The same figures, for words in another language."),
  });

const part = z.discriminatedUnion("name", [
  partOf("price", FACTS.price),
  partOf("speed", FACTS.speed),
  partOf("rating", FACTS.rating),
  partOf("settlement", FACTS.settlement),
  partOf("disputes", FACTS.disputes),
  partOf("customers", FACTS.customers),
  partOf("punctuality", FACTS.punctuality),
  partOf("activity", FACTS.activity),
  partOf("independence", FACTS.independence),
]);

const match = z.object({
  id: count.describe("Number of the service."),
  name: z.string().nullable().describe("From its registration file; null when that is not on the chain."),
  category: z.string().nullable().describe("Null when its owner has set none."),
  owner: address,
  wallet: address.describe("Whom to pay."),
  price: amount.nullable().describe("Base units of SCV per unit; null when its owner has set no number."),
  unit: z.string().nullable().describe("What the price is for; null when its owner has set none."),
  endpoint: z.string().nullable().describe("URL of the service; null when its owner has set none."),
  score: z.number().describe("0 to 1,000: `base` plus the points of all parts, but for rounding."),
  base: z.number().describe("Points of a provider of whom nothing is known, in a learned ranking."),
  prediction: millionths.nullable().describe("How probable it is that an order ends well; null with fixed weights."),
  parts: z.array(part),
});

const ranking = z.object({
  kind: z.enum(["fixed", "learned"]),
  reason: z.string().describe("Why quality is judged in this way, with the figures."),
  orders: z
    .object({ fitted: count, heldOut: count, heldOutBad: count })
    .describe("Orders that there were to learn from."),
  accuracy: z
    .object({
      fixed: millionths.nullable().describe("Of the fixed weights; null with too few orders to learn from."),
      learned: millionths.nullable().describe("Of the learned ranking; null with too few orders to learn from."),
      standardError: millionths
        .nullable()
        .describe("Of the difference of both, from five parts of the orders held out; null with too few of them."),
    })
    .describe("How often the better of two orders held out has the higher score."),
  intercept: z
    .number()
    .nullable()
    .describe("Log-odds that an order ends well when every part is 0; null with too few orders to learn from."),
  coefficients: z
    .array(z.object({ name: z.enum(QUALITY), coefficient: z.number() }))
    .nullable()
    .describe(
      "Change of the log-odds from 0 to 1,000,000 of each part, used or not; null with too few orders to learn from.",
    ),
});

/** A ranking as JSON. */
export const matchesDocument = z.object({
  ranking,
  found: count.describe("Services that fit the need."),
  examined: count.describe("Those whose records were compared: all, or 500 of very many."),
  matches: z.array(match),
});

type MatchesDocument = z.output<typeof matchesDocument>;

/** Writes a ranking as JSON. */
export function toMatchesDocument({ ranking: used, found, examined, matches }: ServiceMatches): MatchesDocument {
  const { kind, reason, orders, accuracy, model } = used;
  const { fixed = null, learned = null, standardError = null } = accuracy;
  const coefficients = QUALITY.map((name, index) => ({ name, coefficient: model?.coefficients[index] ?? 0 }));
  return {
    ranking: {
      ...{ kind, reason, orders, accuracy: { fixed, learned, standardError } },
      intercept: model?.intercept ?? null,
      coefficients: model === undefined ? null : coefficients,
    },
    ...{ found, examined, matches: matches.map(toMatch) },
  };
}

/** Reads a ranking from JSON. @param asOf The block of the answer. */
export function fromMatchesDocument(
  { ranking: used, found, examined, matches }: MatchesDocument,
  asOf: Cursor,
): ServiceMatches {
  const { accuracy, intercept, coefficients, ...rest } = used;
  const { fixed, learned, standardError } = accuracy;
  const model: Ranking["model"] =
    intercept === null || coefficients === null
      ? undefined
      : { intercept, coefficients: coefficients.map(({ coefficient }) => coefficient) };
  return {
    asOf,
    ranking: {
      ...{ ...rest, model },
      accuracy: {
        ...{ fixed: fixed ?? undefined, learned: learned ?? undefined },
        standardError: standardError ?? undefined,
      },
    },
    found,
    examined,
    matches: matches.map(({ price, prediction, ...one }) => ({
      ...{ ...one, price: price === null ? null : BigInt(price), prediction: prediction ?? undefined },
    })),
  };
}

function toMatch({ owner, wallet, price, prediction, ...rest }: ServiceMatch): z.output<typeof match> {
  return {
    ...{ ...rest, owner: getAddress(owner), wallet: getAddress(wallet) },
    ...{ price: price?.toString() ?? null, prediction: prediction ?? null },
  };
}
