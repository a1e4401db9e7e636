import { sql, type SelectQueryBuilder } from "kysely";
import { amountParam } from "../query/amounts.js";
import type { Schema } from "../query/reader.js";
import type { Dialect } from "../store/columns.js";
import { badParameters } from "./problem.js";
import type { Page } from "./route.js";

type ColumnKind = "integer" | "text" | "amount";

/**
 * By what a list is sorted: columns and their kinds, which together are unique, all in one direction. New rows then
 * never move those of a page that was read.
 */
export interface Order {
  by: Readonly<Record<string, ColumnKind>>;
  direction: "asc" | "desc";
}

/** The newest events first. */
export const NEWEST: Order = { by: { block: "integer", logIndex: "integer" }, direction: "desc" };

interface PageInput {
  dialect: Dialect;
  input: { limit: number; cursor?: string | undefined };
}

// oxlint-disable-next-line typescript/no-explicit-any -- any tables
type Select<Row> = SelectQueryBuilder<Schema, any, Row>;

/**
 * Runs the query of one page.
 * @param query Must select the columns of the order.
 * @throws Problem when the cursor is of another list
 */
export async function page<Row extends object, Item>(
  question: PageInput,
  query: Select<Row>,
  order: Order,
  itemOf: (row: Row) => Item,
): Promise<Page<Item>> {
  return mergedPage(question, [query], order, itemOf);
}

/**
 * Runs several queries and merges their rows into one page, each row once: what belongs to an account in one of two
 * columns is found by two indexes.
 * @throws Problem when the cursor is of another list
 */
export async function mergedPage<Row extends object, Item>(
  { dialect, input }: PageInput,
  queries: readonly Select<Row>[],
  order: Order,
  itemOf: (row: Row) => Item,
): Promise<Page<Item>> {
  const { limit, cursor } = input;
  const after = cursor === undefined ? undefined : readCursor(cursor, order);
  const found: Row[] = [];
  for (const query of queries)
    found.push(
      ...(await sorted(query, order, dialect, after)
        .limit(limit + 1)
        .execute()),
    );
  const rows = queries.length === 1 ? found : merged(found, order);
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const next = rows.length > limit && last !== undefined ? writeCursor(last, order) : undefined;
  return { items: items.map(itemOf), next };
}

export type Key = (string | number)[];

function sorted<Row>(query: Select<Row>, { by, direction }: Order, dialect: Dialect, after?: Key): Select<Row> {
  const columns = Object.entries(by);
  let result = query;
  if (after !== undefined) {
    const names = sql.join(columns.map(([name]) => sql.ref(name)));
    const values = sql.join(
      columns.map(([, kind], index) => {
        const value = after[index] as string;
        return kind === "amount" ? amountParam(BigInt(value), dialect) : value;
      }),
    );
    result = result.where(
      direction === "asc" ? sql<boolean>`(${names}) > (${values})` : sql<boolean>`(${names}) < (${values})`,
    );
  }
  for (const [name] of columns) result = result.orderBy(sql.ref(name), direction);
  return result;
}

function merged<Row extends object>(rows: Row[], order: Order): Row[] {
  const keys = new Map(rows.map((row) => [row, keyOf(row, order)]));
  const sign = order.direction === "asc" ? 1 : -1;
  const kinds = Object.values(order.by);
  rows.sort((a, b) => sign * compareKeys(keys.get(a) as Key, keys.get(b) as Key, kinds));
  return rows.filter((row, index) => {
    const before = rows[index - 1];
    return before === undefined || compareKeys(keys.get(before) as Key, keys.get(row) as Key, kinds) !== 0;
  });
}

function compareKeys(a: Key, b: Key, kinds: readonly ColumnKind[]): number {
  for (const [index, kind] of kinds.entries()) {
    const [left, right] = [a[index] as string, b[index] as string];
    const difference = kind === "amount" ? compare(BigInt(left), BigInt(right)) : compare(left, right);
    if (difference !== 0) return difference;
  }
  return 0;
}

function compare<Value>(a: Value, b: Value): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function keyOf(row: object, { by }: Order): Key {
  const values = row as Record<string, string | number>;
  return Object.entries(by).map(([name, kind]) => {
    const value = values[name] as string | number;
    return kind === "amount" ? BigInt(value).toString() : value;
  });
}

/** The cursor after a row: opaque to clients. It names its columns, so that it fits no other list. */
export function writeCursor(row: object, order: Order): string {
  return Buffer.from(JSON.stringify([Object.keys(order.by).join(), ...keyOf(row, order)])).toString("base64url");
}

const MAX_CURSOR = 500;

/** @throws Problem when the cursor is of another list */
export function readCursor(cursor: string, { by }: Order): Key {
  const kinds = Object.values(by);
  try {
    if (cursor.length > MAX_CURSOR) throw new RangeError("too long");
    const [names, ...key] = JSON.parse(Buffer.from(cursor, "base64url").toString()) as unknown[];
    const isFitting =
      names === Object.keys(by).join() &&
      key.length === kinds.length &&
      kinds.every((kind, index) => isOfKind(kind, key[index]));
    if (isFitting) return key as Key;
  } catch {
    // Not one of ours.
  }
  throw badParameters([{ parameter: "cursor", expected: "the `next` of a page of this list", value: cursor }]);
}

function isOfKind(kind: ColumnKind, value: unknown): boolean {
  if (kind === "integer") return Number.isSafeInteger(value);
  if (typeof value !== "string" || value.includes("\0")) return false;
  return kind === "text" || /^\d{1,78}$/.test(value);
}
