import { sql } from "kysely";
import { others } from "../query/others.js";
import type { Snapshot } from "../query/reader.js";
import type { Dialect } from "../store/columns.js";
import type { Identity } from "../store/identity.js";
import type { Cursor } from "../store/store.js";
import type { Period } from "./period.js";

/** What statistics are computed from: one snapshot of the index. */
export interface Source {
  db: Snapshot;
  dialect: Dialect;
  /** The last block of the snapshot. */
  at: Cursor;
}

/** Time of the first block that is known, in seconds since 1970. */
export async function firstTime({ db }: Pick<Source, "db">): Promise<number> {
  const row = await db.selectFrom("blocks").select("time").orderBy("time").limit(1).executeTakeFirst();
  return row?.time ?? 0;
}

/** The blocks of a period that the snapshot has. */
export interface BlockRange {
  /** 0 and -1 for a period without blocks. */
  first: number;
  last: number;
  /** Hash of the last block; empty for a period without blocks. */
  hash: string;
  /** The last known block before the end of the period, -1 if there is none. */
  end: number;
}

/** Lower-case addresses of the system's contracts. */
export async function addressesOf({ db }: Pick<Source, "db">): Promise<Identity["addresses"]> {
  const { value } = await db.selectFrom("meta").select("value").where("key", "=", "identity").executeTakeFirstOrThrow();
  return (JSON.parse(value) as Partial<Identity>).addresses ?? {};
}

/** Finds the blocks of a period. Each block with a fact is known, and no block is earlier than the one before it. */
export async function blocksOf({ db }: Source, { from, to }: Period): Promise<BlockRange> {
  const blocks = db.selectFrom("blocks").select(["number", "hash", "time"]);
  const first = await blocks.where("time", ">=", from).orderBy("time").orderBy("number").limit(1).executeTakeFirst();
  const last = await blocks
    .where("time", "<", to)
    .orderBy("time", "desc")
    .orderBy("number", "desc")
    .limit(1)
    .executeTakeFirst();
  const end = last?.number ?? -1;
  if (first === undefined || last === undefined || first.number > last.number) {
    return { first: 0, last: -1, hash: "", end };
  }
  return { first: first.number, last: last.number, hash: last.hash, end };
}

/** Rows that are read at once. SQLite answers nothing else meanwhile. */
const PAGE = 4_000;

interface Positioned {
  block: number;
  logIndex: number;
}

/**
 * Reads rows of many by their position, page by page, so that other work goes on between.
 * @param columns Columns and joins: everything of the query after `select` and before `where`.
 * @param table Name of the table in `columns`, whose key is its position.
 * @param condition Which rows.
 */
export async function* rowsOf<Row>(
  { db }: Source,
  columns: string,
  table: string,
  { first, last }: Pick<BlockRange, "first" | "last">,
  condition = "1 = 1",
): AsyncGenerator<(Row & Positioned)[]> {
  const [block, log] = [sql.ref(`${table}.block`), sql.ref(`${table}.log_index`)];
  let after: Positioned = { block: first, logIndex: -1 };
  for (let isLast = first > last; !isLast;) {
    const { rows } = await sql<Row & Positioned>`
      select ${block} as block, ${log} as "logIndex", ${sql.raw(columns)}
      where (${block}, ${log}) > (${after.block}, ${after.logIndex}) and ${block} <= ${last}
        and ${sql.raw(condition)}
      order by ${block}, ${log} limit ${PAGE}`.execute(db);
    yield rows;
    after = rows.at(-1) ?? after;
    isLast = rows.length < PAGE;
    await others();
  }
}
