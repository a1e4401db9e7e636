import type { Kysely } from "kysely";
import { databaseName, DatabaseError } from "../store/database.js";
import { dialectOf, type Dialect } from "../store/columns.js";
import type { Row, TableName } from "../store/schema.js";
import type { Cursor } from "../store/store.js";
import type { SavedStatus } from "../status.js";
import type { Connections, MetaRow } from "./connection.js";
import { PostgresConnections } from "./postgresConnections.js";
import { sqliteConnections } from "./sqliteConnections.js";
import { sqliteProcesses } from "./sqliteProcesses.js";

/** An amount as the database returns it. `BigInt(...)` reads it: digits, in SQLite with leading zeros. */
export type StoredAmount = string;

type Readable<Value> = Value extends bigint ? StoredAmount : Value;

/** The tables as Kysely sees them. */
export type Schema = {
  [Name in TableName]: { [Column in keyof Row<Name>]: Readable<Row<Name>[Column]> };
} & { meta: { key: string; value: string } };

/** Queries of one snapshot of the index. */
export type Snapshot = Kysely<Schema>;

/** Where a snapshot stands. */
export interface SnapshotInfo {
  /** Undefined before the first blocks are indexed. */
  cursor: Cursor | undefined;
  /** What the indexer said last; undefined before it said anything. */
  status: SavedStatus | undefined;
  /** The system and the block of all rows: two snapshots with the same one have the same rows. */
  version: string;
}

/** How to read. */
export interface ReadOptions {
  /**
   * Milliseconds that one query may take; then the read fails with a `QueryTimeError`. On SQLite the queries are then
   * read in a process of their own, so that nothing else waits for them. Default: no limit on SQLite, where a query of
   * this process cannot be ended; 10,000 on PostgreSQL.
   */
  timeLimit?: number | undefined;
}

/** Reads an index, also while another process writes it. */
export class Reader {
  readonly dialect: Dialect;
  readonly #connections: Connections;
  /** For queries with a time limit. */
  readonly #limited: Connections;
  readonly #parsed = new Map<string, { text: string; value: unknown }>();

  private constructor(dialect: Dialect, connections: Connections, limited: Connections) {
    this.dialect = dialect;
    this.#connections = connections;
    this.#limited = limited;
  }

  /**
   * Opens an index for reading.
   * @param location Path of a SQLite file, or `postgres://user:password@host:port/database`, also of a replica.
   * @throws DatabaseError when there is none
   */
  static async open(location: string): Promise<Reader> {
    const dialect = dialectOf(location);
    const connections = dialect === "postgres" ? new PostgresConnections(location) : sqliteConnections(location);
    const limited = dialect === "postgres" ? connections : sqliteProcesses(location);
    const reader = new Reader(dialect, connections, limited);
    try {
      await reader.read((_db, { version }) => {
        if (version === "") throw new DatabaseError("it has no identity");
        return Promise.resolve();
      });
    } catch (error) {
      await reader.close();
      throw new DatabaseError(`${databaseName(location)} is no index that can be read: ${(error as Error).message}`, {
        cause: error,
      });
    }
    return reader;
  }

  /** Runs queries that all see the same blocks. @throws QueryTimeError when one of them takes longer than its limit */
  async read<Result>(
    query: (db: Snapshot, info: SnapshotInfo) => Promise<Result>,
    { timeLimit }: ReadOptions = {},
  ): Promise<Result> {
    const connections = timeLimit === undefined ? this.#connections : this.#limited;
    const connection = await connections.take();
    try {
      return await query(connection.db, this.#infoOf(await connection.begin(timeLimit)));
    } finally {
      await connection.end();
      connections.give(connection);
    }
  }

  async close(): Promise<void> {
    await this.#connections.close();
    if (this.#limited !== this.#connections) await this.#limited.close();
  }

  #infoOf(rows: readonly MetaRow[]): SnapshotInfo {
    const identity = rows.find(({ key }) => key === "identity")?.value ?? "";
    const cursor = this.#valueOf(rows, "cursor") as Cursor | undefined;
    const version = identity === "" ? "" : `${identity} ${cursor?.hash}`;
    return { cursor, status: this.#valueOf(rows, "status") as SavedStatus | undefined, version };
  }

  /** Most snapshots are of the same block as the one before. */
  #valueOf(rows: readonly MetaRow[], key: string): unknown {
    const text = rows.find((row) => row.key === key)?.value;
    if (text === undefined) return undefined;
    const known = this.#parsed.get(key);
    if (known?.text === text) return known.value;
    const value: unknown = JSON.parse(text);
    this.#parsed.set(key, { text, value });
    return value;
  }
}
