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
    const balance = await db.selectFrom("balances").select("balance").where("account", "=", id).executeTakeFirst();
    const voter = await db.selectFrom("voters").selectAll().where("account", "=", id).executeTakeFirst();
    const totals = await db.selectFrom("accounts").selectAll().where("account", "=", id).executeTakeFirst();
    return {
      account: checksum(id),
      balance: digits(balance?.balance ?? "0"),
      locked: digits(voter?.locked ?? "0"),
      votes: digits(voter?.votes ?? "0"),
      delegate: checksum(voter?.delegate ?? id),
      paid: {
        amount: digits(totals?.paid ?? "0"),
        count: totals?.paidCount ?? 0,
        fees: digits(totals?.feesPaid ?? "0"),
      },
      earned: { amount: digits(totals?.earned ?? "0"), count: totals?.earnedCount ?? 0 },
      firstAt: totals?.firstAt ?? null,
      lastAt: totals?.lastAt ?? null,
    };
  },
});
