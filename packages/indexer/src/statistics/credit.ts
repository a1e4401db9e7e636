import { exactSum } from "../query/amounts.js";
import type { Statistics } from "./schema.js";
import type { BlockRange, Source } from "./source.js";

/** Loans that were taken, repaid and ended in a period. */
export async function creditOf({ db, dialect }: Source, { first, last }: BlockRange): Promise<Statistics["credit"]> {
  const rows = await db
    .selectFrom("loanEvents")
    .select((select) => [
      "event",
      select.fn.countAll<number | string>().as("count"),
      exactSum(select.ref("amount"), dialect).as("amount"),
      exactSum(select.ref("owed"), dialect).as("owed"),
    ])
    .where("block", ">=", first)
    .where("block", "<=", last)
    .groupBy("event")
    .execute();
  const of = (name: string) => rows.find(({ event }) => event === name) ?? { count: 0, amount: "0", owed: "0" };
  const [taken, ended] = [of("LoanTaken"), of("LoanEnded")];
  return {
    ...{ taken: Number(taken.count), lent: String(BigInt(taken.amount)) },
    repaid: String(BigInt(of("LoanRepaid").amount) + BigInt(of("LoanCollected").amount)),
    ...{ ended: Number(ended.count), unpaid: String(BigInt(ended.owed)) },
  };
}
