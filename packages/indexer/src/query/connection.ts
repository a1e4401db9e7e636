import type { Kysely } from "kysely";
import type { Schema } from "./reader.js";

/** A row of `meta`. */
export interface MetaRow {
  key: string;
  value: string;
}

/** What a snapshot says of itself. */
export const META = "SELECT key, value FROM meta WHERE key IN ('identity', 'cursor', 'status')";

/** A connection that reads one snapshot at a time. */
export interface Connection {
  readonly db: Kysely<Schema>;
  /**
   * Begins a snapshot, and returns its rows of `meta`.
   * @param timeLimit Milliseconds that each of its queries may take. Default: no limit on SQLite in this process, which
   * has none either way; 10,000 on PostgreSQL.
   */
  begin(timeLimit?: number): Promise<MetaRow[]>;
  /** Ends the snapshot, also after a query that failed. */
  end(): Promise<void>;
}

/** The connections of a reader. */
export interface Connections {
  /** Waits for a connection that is free. */
  take(): Promise<Connection>;
  give(connection: Connection): void;
  /** Closes all, those in use when they are given back. */
  close(): Promise<void>;
}
