import { sql } from "kysely";
import { z } from "zod";
import { address, addressParam, amount, count, time } from "../fields.js";
import { one } from "../route.js";
import { checksum, digits } from "../values.js";

const account = z.object({
  account: address,
  balance: amount.describe("SCV, in base units."),
  locked: amount.describe("SCV locked to vote."),
  votes: amount.describe("Votes that it casts: its own unless delegated, and those of others."),
  delegate: address.describe("Who casts the votes of its locked SCV."),
  paid: z.object({ amount, count, fees: amount }).describe("Payments that it made; fees are part of the amount."),
  earned: z.object({ amount, count }).describe("Payments that it received, after fees."),
  firstAt: time.nullable().describe("Its first payment, made or received; null until then."),
  lastAt: time.nullable().describe("Its last payment, made or received; null until the first one."),
});

export const accountByAddress = one({
  path: "/accounts/{address}",
  tag: "Accounts",
  summary: "Balance, votes and totals of an account",
  input: { address: addressParam.describe("The account.") },
  data: account,
  answer: async ({ db, input }) => {
    const { address: id } = input;
    const { balance, locked, votes, delegate, paid, paidCount, feesPaid, earned, earnedCount, firstAt, lastAt } =
      await db
        .selectFrom(sql<{ account: string }>`(SELECT ${id} AS account)`.as("asked"))
        .leftJoin("balances", "balances.account", "asked.account")
        .leftJoin("voters", "voters.account", "asked.account")
        .leftJoin("accounts", "accounts.account", "asked.account")
        .select(["balance", "locked", "votes", "delegate"])
        .select(["paid", "paidCount", "feesPaid", "earned", "earnedCount", "firstAt", "lastAt"])
        .executeTakeFirstOrThrow();
    return {
      account: checksum(id),
      balance: digits(balance ?? "0"),
      locked: digits(locked ?? "0"),
      votes: digits(votes ?? "0"),
      delegate: checksum(delegate ?? id),
      paid: { amount: digits(paid ?? "0"), count: paidCount ?? 0, fees: digits(feesPaid ?? "0") },
      earned: { amount: digits(earned ?? "0"), count: earnedCount ?? 0 },
      firstAt,
      lastAt,
    };
  },
});
