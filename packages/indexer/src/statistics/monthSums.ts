import { sql } from "kysely";
import { others } from "../query/others.js";
import type { Dialect } from "../store/columns.js";
import { PLAIN_TRANSFER, type PaymentTally, type ReturnRow } from "./paymentTally.js";
import type { BlockRange, Source } from "./source.js";

/** Rows that are read at once, and payees whose transfers are. */
const PAGE = 4_000;
const PAYEES = 100;

/**
 * Adds the payments of a whole month from its sums, and what was sent back: one row per pair and kind.
 * @param month The first second of the month.
 */
export async function addMonth(source: Source, tally: PaymentTally, month: number, range: BlockRange): Promise<void> {
  const { db } = source;
  for (const row of await db.selectFrom("kindMonths").selectAll().where("month", "=", month).execute()) {
    tally.addKind(row.kind, { count: row.count, gross: BigInt(row.amount), fees: BigInt(row.fees) });
  }
  for (let after = ["", "", ""]; ;) {
    const rows = await db
      .selectFrom("pairMonths")
      .select(["payer", "payee", "kind", "amount", "count"])
      .where("month", "=", month)
      .where(sql<boolean>`(payer, payee, kind) > (${after[0]}, ${after[1]}, ${after[2]})`)
      .orderBy("payer")
      .orderBy("payee")
      .orderBy("kind")
      .limit(PAGE)
      .execute();
    for (const row of rows) tally.addPair({ ...row, amount: BigInt(row.amount) });
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) break;
    after = [last.payer, last.payee, last.kind];
    await others();
  }
  await addPrices(source, tally, month);
  await addReturns(source, tally, range);
}

async function addPrices({ db }: Source, tally: PaymentTally, month: number): Promise<void> {
  for (let after = ""; ;) {
    const rows = await db
      .selectFrom("priceMonths")
      .select(["price", "count"])
      .where("month", "=", month)
      .where("price", ">", after)
      .orderBy("price")
      .limit(PAGE)
      .execute();
    for (const { price, count } of rows) tally.prices.set(BigInt(price), count);
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = last.price;
    await others();
  }
}

/** What payees sent back, by the index of their transfers: most of a month's transfers are of payers. */
async function addReturns({ db, dialect }: Source, tally: PaymentTally, { first, last }: BlockRange): Promise<void> {
  const payees = tally.freshPayees();
  for (let start = 0; start < payees.length; start += PAYEES) {
    const wanted = accountsOf(dialect, payees.slice(start, start + PAYEES));
    // SQLite keeps the order of a cross join.
    const { rows } = await sql<ReturnRow>`
      select t."from", t."to", t.amount from ${wanted} cross join transfers t
      where t."from" = wanted.value and t.block between ${first} and ${last} and ${sql.raw(PLAIN_TRANSFER)}`.execute(
      db,
    );
    tally.addReturns(rows, true);
    await others();
  }
}

function accountsOf(dialect: Dialect, accounts: readonly string[]) {
  return dialect === "sqlite"
    ? sql`json_each(${JSON.stringify(accounts)}) wanted`
    : sql`unnest(${[...accounts]}::text[]) wanted(value)`;
}
