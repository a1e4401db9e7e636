import { z } from "zod";
import {
  InvalidPeriod,
  parsePeriod,
  periodAt,
  periodsBackFrom,
  UNITS,
  type Period,
  type Unit,
} from "../../statistics/period.js";
import { statisticsSchema, type Statistics } from "../../statistics/schema.js";
import { firstTime } from "../../statistics/source.js";
import { PeriodError, statisticsOf } from "../../statistics/statistics.js";
import { limitParam, oneOf } from "../fields.js";
import { badParameters, Problem } from "../problem.js";
import { list, one } from "../route.js";

const unit = oneOf(UNITS).describe("Length of the periods.");
const key = (meaning: string) =>
  z.string().max(20).describe(`${meaning} Such as 2026-11-29T08, 2026-11-29 or 2026-11, in UTC.`);

export const statisticsByUnit = list({
  path: "/statistics/{unit}",
  isLong: true,
  tag: "Statistics",
  summary: "Statistics per hour, day or month, the newest first",
  input: {
    unit,
    until: key("The last period. Default: the one of the last block.").optional(),
    limit: limitParam.default(24).describe("Periods of a page, 1 to 200. Default: 24."),
  },
  item: statisticsSchema,
  answer: async ({ input, ...source }) => {
    const newest = newestOf(input, source.at.time);
    const first = await firstTime(source);
    // One more than the page tells whether there is another.
    const periods = periodsBackFrom(newest, input.limit + 1, first);
    const items: Statistics[] = [];
    for (const period of periods.slice(0, input.limit)) items.push(await statisticsOf(source, period));
    const next = periods[input.limit];
    return { items, ...(next !== undefined && { next: next.key }) };
  },
});

export const statisticsOfPeriod = one({
  path: "/statistics/{unit}/{period}",
  isLong: true,
  tag: "Statistics",
  summary: "Statistics of one hour, day or month",
  input: { unit, period: key("The period.") },
  data: statisticsSchema,
  answer: async ({ input, ...source }) => {
    try {
      return await statisticsOf(source, periodOf("period", input.unit, input.period));
    } catch (error) {
      if (error instanceof PeriodError) throw new Problem(404, `${error.message}.`);
      throw error;
    }
  },
});

/** The cursor of a page is the key of its first period. A period that has not begun is as good as the current one. */
function newestOf(input: { unit: Unit; until?: string | undefined; cursor?: string | undefined }, now: number): Period {
  const current = periodAt(input.unit, now);
  const wanted = [
    input.until === undefined ? current : periodOf("until", input.unit, input.until),
    input.cursor === undefined ? current : periodOf("cursor", input.unit, input.cursor),
  ];
  return wanted.reduce((earliest, period) => (period.from < earliest.from ? period : earliest), current);
}

function periodOf(parameter: string, ofUnit: Unit, value: string): Period {
  try {
    return parsePeriod(ofUnit, value);
  } catch (error) {
    if (!(error instanceof InvalidPeriod)) throw error;
    const expected = parameter === "cursor" ? "the `next` of a page of this list" : error.expected;
    throw badParameters([{ parameter, expected, value }]);
  }
}
