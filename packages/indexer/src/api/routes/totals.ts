import { z } from "zod";
import { exactSum } from "../../query/amounts.js";
import { amount, count } from "../fields.js";
import { one } from "../route.js";
import { digits } from "../values.js";

const totals = z.object({
  supply: amount.describe("Base units of SCV that exist."),
  locked: amount.describe("Base units of SCV that are locked to vote."),
  escrowed: amount.describe("Base units of SCV that the hub holds for deals."),
  fees: amount.describe("Base units of SCV that the hub took and has not sent to the treasury yet."),
  openDeals: count.describe("Deals that are not closed."),
});

/** Sums over everything, which the balances of the contracts must cover. */
export const totalsRoute = one({
  path: "/totals",
  tag: "Status",
  summary: "What exists, what is locked, and what the hub owes",
  input: {},
  data: totals,
  answer: async ({ db, dialect }) => {
    const sumOf = async (table: "balances" | "voters" | "deals" | "mandates" | "feeCollections", column: string) => {
      const row = await db
        .selectFrom(table)
        .select((select) => exactSum(select.ref(column as never), dialect).as("sum"))
        .executeTakeFirstOrThrow();
      return BigInt(row.sum);
    };
    const open = await db
      .selectFrom("deals")
      .select((select) => [
        exactSum(select.ref("funded"), dialect).as("funded"),
        exactSum(select.ref("paid"), dialect).as("paid"),
        select.fn.countAll<number>().as("count"),
      ])
      .where("state", "in", ["open", "delivered", "disputed"])
      .executeTakeFirstOrThrow();
    const taken = (await sumOf("deals", "fees")) + (await sumOf("mandates", "fees"));
    return {
      supply: digits(String(await sumOf("balances", "balance"))),
      locked: digits(String(await sumOf("voters", "locked"))),
      escrowed: digits(String(BigInt(open.funded) - BigInt(open.paid))),
      fees: digits(String(taken - (await sumOf("feeCollections", "amount")))),
      openDeals: open.count,
    };
  },
});
