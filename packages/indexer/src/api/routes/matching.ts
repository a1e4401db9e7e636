import { z } from "zod";
import { matchServicesIn, NeedError, type ServiceMatch } from "../../matching/matchServices.js";
import type { Ranking } from "../../matching/learned.js";
import { QUALITY, WEIGHTS, type PartName } from "../../matching/weights.js";
import { address, amount, amountParameter, count, integerParam, limitParam, oneOf, textParam } from "../fields.js";
import { Problem } from "../problem.js";
import { one } from "../route.js";
import { checksum } from "../values.js";

const millionths = z.int().min(0).max(1_000_000).describe("Parts per million.");

const part = z.object({
  name: z.enum(Object.keys(WEIGHTS) as [PartName, ...PartName[]]),
  value: millionths.describe("How good this part is, in parts per million."),
  points: z.number().describe("What it adds to the score, or takes from it in a learned ranking."),
  reason: z.string().describe("The figures behind it, in words."),
});

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
    .object({ fixed: millionths.nullable(), learned: millionths.nullable() })
    .describe("How often the better of two orders held out has the higher score, in parts per million."),
  coefficients: z
    .array(z.object({ name: z.enum(QUALITY), coefficient: z.number() }))
    .nullable()
    .describe("What was learned, whether it is used or not: change of the log-odds from 0 to 1,000,000 of each part."),
});

/** Ranks providers for a need. */
export const matches = one({
  path: "/matches",
  tag: "Services",
  summary: "The providers that fit a need, the best first, with the reasons",
  input: {
    category: textParam(256).optional().describe("In upper or lower case."),
    q: textParam(1_000)
      .optional()
      .describe("Words of the name, description, category, unit or endpoint, in any language."),
    budget: amountParameter.optional().describe("Highest price, in base units of SCV per unit."),
    deadline: integerParam.optional().describe("When it must be delivered, in seconds since 1970."),
    ranking: oneOf(["fixed", "better"])
      .default("better")
      .describe("`fixed` never uses what was learned; `better` does where that is better on orders held out."),
    limit: limitParam,
  },
  data: z.object({
    ranking,
    found: count.describe("Services that fit the need."),
    examined: count.describe("Those whose records were compared: all, or 500 of very many."),
    matches: z.array(match),
  }),
  answer: async ({ db, dialect, at, input: { q, ...need } }) => {
    try {
      const { found, examined, ...answer } = await matchServicesIn(db, dialect, at, { ...need, text: q });
      return { ranking: rankingOf(answer.ranking), found, examined, matches: answer.matches.map(matchOf) };
    } catch (error) {
      if (error instanceof NeedError) throw new Problem(400, error.message);
      throw error;
    }
  },
});

function matchOf(found: ServiceMatch): z.output<typeof match> {
  const { owner, wallet, price, prediction = null } = found;
  return { ...found, owner: checksum(owner), wallet: checksum(wallet), price: price?.toString() ?? null, prediction };
}

function rankingOf({ kind, reason, orders, accuracy, model }: Ranking): z.output<typeof ranking> {
  const { fixed = null, learned = null } = accuracy;
  const coefficients = QUALITY.map((name, index) => ({ name, coefficient: model?.coefficients[index] ?? 0 }));
  return {
    kind,
    reason,
    orders,
    accuracy: { fixed, learned },
    coefficients: model === undefined ? null : coefficients,
  };
}
