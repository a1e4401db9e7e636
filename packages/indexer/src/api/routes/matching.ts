import { matchesDocument, toMatchesDocument } from "../../matching/document.js";
import { matchServicesIn, NeedError } from "../../matching/matchServices.js";
import { amountParameter, integerParam, limitParam, oneOf, textParam } from "../fields.js";
import { Problem } from "../problem.js";
import { one } from "../route.js";

/** Ranks providers for a need. */
export const matches = one({
  path: "/matches",
  isLong: true,
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
  data: matchesDocument,
  answer: async ({ db, dialect, at, input: { q, ...need } }) => {
    try {
      return toMatchesDocument(await matchServicesIn(db, dialect, at, { ...need, text: q }));
    } catch (error) {
      if (error instanceof NeedError) throw new Problem(400, error.message);
      throw error;
    }
  },
});
