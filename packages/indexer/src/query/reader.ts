import { CamelCasePlugin, Kysely, PostgresDialect, SqliteDialect, type Transaction } from "kysely";
import { DatabaseSync } from "node:sqlite";
import pg from "pg";
import { DatabaseError, databaseName } from "../store/database.js";
import { dialectOf, type Dialect } from "../store/columns.js";
import type { Row, TableName } from "../store/schema.js";
import type { Cursor } from "../store/store.js";
import type { SavedStatus } from "../status.js";

/** An amount as the database returns it. `BigInt(...)` reads it: digits, in SQLite with leading zeros. */
export type StoredAmount = string;

type Readable<Value> = Value extends bigint ? StoredAmount : Value;

/** The tables as Kysely sees them. */
export type Schema = {
  [Name in TableName]: { [Column in keyof Row<Name>]: Readable<Row<Name>[Column]> };
} & { meta: { key: string; value: string } };

/** Queries of one snapshot of the index. */
export type Snapshot = Transaction<Schema>;

/** Where a snapshot stands. */
export interface SnapshotInfo {
  /** Undefined before the first blocks are indexed. */
  cursor: Cursor | undefined;
  /** What the indexer said last; undefined before it said anything. */
  status: SavedStatus | undefined;
}

/** Connections of a PostgreSQL reader. */
const CONNECTIONS = 8;

/** Milliseconds after which PostgreSQL ends a query. */
const STATEMENT_TIMEOUT = 10_000;

/** Reads an index, also while another process writes it. */
export class Reader {
  readonly dialect: Dialect;
  readonly #db: Kysely<Schema>;

  private constructor(dialect: Dialect, db: Kysely<Schema>) {
    this.dialect = dialect;
    this.#db = db;
  }

  /**
   * Opens an index for reading.
   * @param location Path of a SQLite file, or `postgres://user:password@host:port/database`, also of a replica.
   * @throws DatabaseError when there is none
   */
  static async open(location: string): Promise<Reader> {
    const [dialect, name] = [dialectOf(location), databaseName(location)];
    const db = new Kysely<Schema>({
      dialect: dialect === "postgres" ? postgres(location) : sqlite(location),
      plugins: [new CamelCasePlugin()],
    });
    try {
      await db.selectFrom("meta").select("key").where("key", "=", "identity").executeTakeFirstOrThrow();
    } catch (error) {
      await db.destroy();
      throw new DatabaseError(`${name} is no index that can be read: ${(error as Error).message}`, { cause: error });
    }
    return new Reader(dialect, db);
  }

  /** Runs queries that all see the same blocks. */
  async read<Result>(query: (db: Snapshot, info: SnapshotInfo) => Promise<Result>): Promise<Result> {
    const transaction = this.#db.transaction();
    const isolated =
      this.dialect === "postgres"
        ? transaction.setIsolationLevel("repeatable read").setAccessMode("read only")
        : transaction;
    return isolated.execute(async (db) => query(db, await infoOf(db)));
  }

  async close(): Promise<void> {
    await this.#db.destroy();
  }
}

async function infoOf(db: Snapshot): Promise<SnapshotInfo> {
  const rows = await db.selectFrom("meta").select(["key", "value"]).where("key", "in", ["cursor", "status"]).execute();
  const valueOf = (key: string): unknown => {
    const row = rows.find((found) => found.key === key);
    return row === undefined ? undefined : (JSON.parse(row.value) as unknown);
  };
  return { cursor: valueOf("cursor") as Cursor | undefined, status: valueOf("status") as SavedStatus | undefined };
}

/** Memory for pages of a SQLite file that were read, in KiB, and how much of the file is mapped into memory. */
const CACHE_KIB = 65_536;
const MAPPED_BYTES = 2 ** 30;

/** Statements that are kept prepared: preparing one takes as long as many of them run. */
const MAX_STATEMENTS = 500;

type SqliteStatement = ReturnType<typeof prepared>;

function prepared(file: DatabaseSync, text: string) {
  const statement = file.prepare(text);
  type Params = Parameters<typeof statement.all>;
  return {
    reader: statement.columns().length > 0,
    all: (params: readonly unknown[]) => statement.all(...(params as Params)),
    run: (params: readonly unknown[]) => statement.run(...(params as Params)),
    iterate: (params: readonly unknown[]) => statement.iterate(...(params as Params)),
  };
}

/** `node:sqlite` in the form that Kysely expects. */
function sqlite(path: string): SqliteDialect {
  return new SqliteDialect({
    database: () => {
      const file = new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
      // Amounts have up to 78 digits, so that SQLite's own sum would not be exact.
      file.aggregate("exact_sum", {
        start: "0",
        step: (sum, value) =>
          value === null ? (sum as string) : String(BigInt(sum as string) + BigInt(value as string)),
      });
      file.exec(`PRAGMA cache_size = -${CACHE_KIB}; PRAGMA mmap_size = ${MAPPED_BYTES}`);
      const statements = new Map<string, SqliteStatement>();
      const prepare = (text: string): SqliteStatement => {
        let statement = statements.get(text);
        if (statement === undefined) {
          // Lists of parameters of any length would otherwise fill the memory.
          if (statements.size >= MAX_STATEMENTS) statements.clear();
          statements.set(text, (statement = prepared(file, text)));
        }
        return statement;
      };
      return Promise.resolve({
        prepare,
        close: () => {
          file.close();
        },
      });
    },
  });
}

function postgres(url: string): PostgresDialect {
  // Counters and seconds are safe integers; pg returns 8-byte integers as text.
  const types = new pg.TypeOverrides();
  types.setTypeParser(pg.types.builtins.INT8, Number);
  const pool = new pg.Pool({
    ...{ connectionString: url, max: CONNECTIONS, statement_timeout: STATEMENT_TIMEOUT },
    types,
  });
  // A broken idle connection is replaced; without a listener it would end the process.
  pool.on("error", () => undefined);
  return new PostgresDialect({ pool });
}
