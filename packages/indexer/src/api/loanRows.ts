import type { Selectable } from "kysely";
import type { Schema, Snapshot } from "../query/reader.js";

export type LoanRow = Selectable<Schema["loans"]>;

/** Reads the orders of loans, by the loan's id, in their sequence. */
export async function readPledges(db: Snapshot, loanIds: readonly string[]) {
  if (loanIds.length === 0) return new Map<string, PledgeRow[]>();
  const rows = await pledgesOf(db, loanIds).execute();
  return Map.groupBy(
    rows.toSorted((a, b) => a.number - b.number),
    ({ loanId }) => loanId,
  );
}

function pledgesOf(db: Snapshot, loanIds: readonly string[]) {
  return db
    .selectFrom("loanOrders")
    .innerJoin("deals", "deals.id", "loanOrders.orderId")
    .select(["loanId", "number", "orderId", "paidBefore", "loanOrders.feeBps", "funded", "paid", "state", "payer"])
    .where("loanId", "in", loanIds);
}

export type PledgeRow = Awaited<ReturnType<ReturnType<typeof pledgesOf>["execute"]>>[number];
