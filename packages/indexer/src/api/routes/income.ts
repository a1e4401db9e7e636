import { sql } from "kysely";
import { z } from "zod";
import { exactSum } from "../../query/amounts.js";
import { addressParam, amount, count, integerParam, time } from "../fields.js";
import { badParameters } from "../problem.js";
import { one } from "../route.js";

const DAY = 86_400;
const MOST_DAYS = 366;
const DEFAULT_DAYS = 30;

const day = z.object({
  from: time.describe("The first second of the day, in UTC."),
  amount: amount.describe("What it received, after fees."),
  count,
});

export const accountIncome = one({
  path: "/accounts/{address}/income",
  tag: "Accounts",
  summary: "What an account received on each of the last days in UTC, the oldest first, days without payments included",
  input: {
    address: addressParam.describe("The account."),
    days: integerParam.optional().describe(`Days, today included: 1 to ${MOST_DAYS}. Default: ${DEFAULT_DAYS}.`),
  },
  data: z.array(day),
  // An account may have received a million payments in a month.
  isLong: true,
  answer: async ({ db, dialect, at, input }) => {
    const { address, days = DEFAULT_DAYS } = input;
    if (days < 1 || days > MOST_DAYS) {
      throw badParameters([{ parameter: "days", expected: `an integer from 1 to ${MOST_DAYS}`, value: String(days) }]);
    }
    const today = at.time - (at.time % DAY);
    const first = today - (days - 1) * DAY;
    const rows = await db
      .selectFrom("payments")
      .select((select) => [
        sql<number>`time - time % 86400`.as("from"),
        exactSum(select.ref("amount"), dialect).as("amount"),
        exactSum(select.ref("fee"), dialect).as("fees"),
        select.fn.countAll<number>().as("count"),
      ])
      .where("payee", "=", address)
      .where("time", ">=", first)
      .groupBy(sql`time - time % 86400`)
      .execute();
    const found = new Map(rows.map((row) => [row.from, row]));
    return Array.from({ length: days }, (_, index) => {
      const from = first + index * DAY;
      const row = found.get(from);
      const received = row === undefined ? 0n : BigInt(row.amount) - BigInt(row.fees);
      return { from, amount: String(received), count: row?.count ?? 0 };
    });
  },
});
