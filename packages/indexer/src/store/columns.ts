/**
 * Kinds of columns. Each is one exact representation that both databases sort the same way.
 *
 * - `integer`: a safe integer, for block numbers, seconds and counters.
 * - `text`: UTF-8 without NUL.
 * - `amount`: a uint256. SQLite has no integers of this size, so it stores 78 digits with leading zeros, whose order is
 *   that of the numbers, and sums them with `exact_sum`. PostgreSQL has `numeric`.
 * - `signed`: an int256 as decimal text, which is never sorted or summed.
 */
export type ColumnKind = "integer" | "text" | "amount" | "signed";

/** A column of a table. */
export interface Column<Value = unknown> {
  kind: ColumnKind;
  nullable: boolean;
  /** Only for the type. */
  readonly value?: Value;
}

export const integer: Column<number> = { kind: "integer", nullable: false };
export const text: Column<string> = { kind: "text", nullable: false };
export const amount: Column<bigint> = { kind: "amount", nullable: false };
export const signed: Column<bigint> = { kind: "signed", nullable: false };

/** The same column, where a value may be missing. */
export function nullable<Value>({ kind }: Column<Value>): Column<Value | null> {
  return { kind, nullable: true };
}

/** Digits of the largest uint256. */
const DIGITS = 78;

/** An amount as SQLite stores it. */
export function padded(value: bigint): string {
  return value.toString().padStart(DIGITS, "0");
}

/** What a database takes as a parameter. */
export type Stored = string | number | null;

/** Returns the value as the dialect stores it. */
export function toStored(kind: ColumnKind, value: unknown, dialect: Dialect): Stored {
  if (value === null || value === undefined) return null;
  if (kind === "integer") return Number(value);
  if (kind === "text") return storable(value as string);
  if (kind === "amount" && dialect === "sqlite") return padded(value as bigint);
  return (value as bigint).toString();
}

/** Returns the value that was stored. */
export function fromStored(kind: ColumnKind, stored: unknown): unknown {
  if (stored === null) return null;
  if (kind === "integer") return Number(stored);
  if (kind === "text") return stored;
  return BigInt(stored as string);
}

/** Which database. */
export type Dialect = "sqlite" | "postgres";

/** The kind of database at a location: a URL of PostgreSQL, or the path of a SQLite file. */
export function dialectOf(location: string): Dialect {
  return /^postgres(ql)?:/i.test(location) ? "postgres" : "sqlite";
}

/** PostgreSQL refuses NUL in texts. It is replaced like bytes that are not UTF-8; the raw log keeps it. */
export function storable(value: string): string {
  return value.includes("\0") ? value.replaceAll("\0", "\uFFFD") : value;
}
