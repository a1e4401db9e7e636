import { z } from "zod";
import { exactSum } from "../../query/amounts.js";
import { amount, count } from "../fields.js";
import { one } from "../route.js";

/** What the hub's balance must cover, beside the fees that it has taken. */
export const escrow = one({
  path: "/escrow",
  tag: "Deals",
  summary: "What the hub holds for deals",
  input: {},
  data: z.object({
    amount: amount.describe("Base units of SCV that were paid into deals and are still there."),
    deals: count.describe("Deals that are not closed."),
  }),
  // It reads every deal that is not closed.
  isLong: true,
  answer: async ({ db, dialect }) => {
    const { funded, paid, deals } = await db
      .selectFrom("deals")
      .select((select) => [
        exactSum(select.ref("funded"), dialect).as("funded"),
        exactSum(select.ref("paid"), dialect).as("paid"),
        select.fn.countAll<number>().as("deals"),
      ])
      .where("state", "in", ["open", "delivered", "disputed"])
      .executeTakeFirstOrThrow();
    return { amount: String(BigInt(funded) - BigInt(paid)), deals };
  },
});
