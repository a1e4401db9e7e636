import { dialectOf, type Dialect, type Stored } from "./columns.js";
import type { TableName } from "./schema.js";

/** A row in the order of the table's columns, or a key in the order of its primary key. */
export type StoredRow = readonly Stored[];

/** One connection that writes. */
export interface Database {
  readonly dialect: Dialect;
  /** Path or URL, without a password. */
  readonly name: string;
  /** Runs a statement with `?` for each parameter. */
  run(sql: string, params?: StoredRow): Promise<void>;
  all<Found>(sql: string, params?: StoredRow): Promise<Found[]>;
  /** Runs the work in one transaction. When it throws, nothing of it stays. */
  transaction<Result>(work: () => Promise<Result>): Promise<Result>;
  insert(table: TableName, rows: readonly StoredRow[]): Promise<void>;
  /** Inserts rows, or replaces those with the same key. */
  upsert(table: TableName, rows: readonly StoredRow[]): Promise<void>;
  /** The rows with these keys, those that exist, in any order. */
  load(table: TableName, keys: readonly StoredRow[]): Promise<StoredRow[]>;
  remove(table: TableName, keys: readonly StoredRow[]): Promise<void>;
  close(): Promise<void>;
}

/** A database that cannot be used as it is. */
export class DatabaseError extends Error {
  override readonly name = "DatabaseError";
}

/**
 * Returns where a database is, without its password, for people.
 * @throws DatabaseError for what begins like a URL of PostgreSQL, but is none
 */
export function databaseName(location: string): string {
  if (dialectOf(location) === "sqlite") return location;
  if (!URL.canParse(location)) {
    throw new DatabaseError("The database URL is not valid: expected postgres://user@host:port/database");
  }
  const url = new URL(location);
  url.password = "";
  // It may be there as well, for libpq and pg.
  if (url.searchParams.has("password")) url.searchParams.delete("password");
  return url.href;
}
