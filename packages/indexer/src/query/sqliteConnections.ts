import type { Kysely } from "kysely";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { META, type Connection, type Connections, type MetaRow } from "./connection.js";
import { camel, kyselyOn, namedRows } from "./kysely.js";
import type { Schema } from "./reader.js";

/**
 * Snapshots that are read at once. Queries of SQLite occupy the thread, but between those of one snapshot, such as of
 * the statistics of a month, others are answered.
 */
const CONNECTIONS = 8;

/** Memory of a connection for pages that were read, in KiB, and how much of the file is mapped into memory. */
const CACHE_KIB = 16_384;
const MAPPED_BYTES = 2 ** 32;

/** Statements that are kept prepared: preparing one takes as long as many of them run. */
const MAX_STATEMENTS = 500;

/** Connections to a SQLite file, opened as they are needed. */
export class SqliteConnections implements Connections {
  readonly #path: string;
  readonly #free: SqliteConnection[] = [];
  readonly #waiting: ((connection: SqliteConnection) => void)[] = [];
  #open = 0;
  #isClosed = false;

  constructor(path: string) {
    this.#path = path;
  }

  async take(): Promise<Connection> {
    if (this.#isClosed) throw new TypeError("The reader is closed");
    const free = this.#free.pop();
    if (free !== undefined) return free;
    if (this.#open === CONNECTIONS) return new Promise((resolve) => this.#waiting.push(resolve));
    const connection = new SqliteConnection(this.#path);
    this.#open++;
    return connection;
  }

  give(connection: SqliteConnection): void {
    const next = this.#waiting.shift();
    if (next !== undefined) next(connection);
    else if (this.#isClosed) connection.close();
    else this.#free.push(connection);
  }

  close(): Promise<void> {
    this.#isClosed = true;
    for (const connection of this.#free.splice(0)) connection.close();
    return Promise.resolve();
  }
}

interface Prepared {
  statement: StatementSync;
  /** Names of the columns of the result. */
  names: string[];
}

class SqliteConnection implements Connection {
  readonly db: Kysely<Schema>;
  readonly #file: DatabaseSync;
  readonly #statements = new Map<string, Prepared>();
  readonly #begin: StatementSync;
  readonly #meta: StatementSync;
  readonly #commit: StatementSync;

  constructor(path: string) {
    this.#file = new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
    try {
      this.#file.exec(`PRAGMA cache_size = -${CACHE_KIB}; PRAGMA mmap_size = ${MAPPED_BYTES}`);
      this.#begin = this.#file.prepare("BEGIN");
      this.#meta = this.#file.prepare(META);
      this.#commit = this.#file.prepare("COMMIT");
    } catch (error) {
      this.#file.close();
      throw error;
    }
    // Amounts have up to 78 digits, so that SQLite's own sum would not be exact.
    this.#file.aggregate("exact_sum", {
      start: "0",
      step: (sum, value) =>
        value === null ? (sum as string) : String(BigInt(sum as string) + BigInt(value as string)),
    });
    this.db = kyselyOn("sqlite", (sql, parameters) => Promise.resolve(this.#run(sql, parameters)));
  }

  begin(): Promise<MetaRow[]> {
    this.#begin.run();
    return Promise.resolve(this.#meta.all() as unknown as MetaRow[]);
  }

  end(): Promise<void> {
    if (this.#file.isTransaction) this.#commit.run();
    return Promise.resolve();
  }

  close(): void {
    this.#statements.clear();
    this.#file.close();
  }

  #run(sql: string, parameters: readonly unknown[]): object[] {
    const { statement, names } = this.#prepare(sql);
    type Params = Parameters<typeof statement.all>;
    return namedRows(names, statement.all(...(parameters as Params)) as unknown as unknown[][]);
  }

  #prepare(sql: string): Prepared {
    let prepared = this.#statements.get(sql);
    if (prepared === undefined) {
      const statement = this.#file.prepare(sql);
      statement.setReturnArrays(true);
      prepared = { statement, names: statement.columns().map(({ name }) => camel(name)) };
      // Lists of parameters of any length would otherwise fill the memory.
      if (this.#statements.size >= MAX_STATEMENTS) this.#statements.clear();
      this.#statements.set(sql, prepared);
    }
    return prepared;
  }
}
