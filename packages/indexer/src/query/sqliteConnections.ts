import type { Kysely } from "kysely";
import { META, type MetaRow } from "./connection.js";
import { ConnectionPool, type PooledConnection } from "./connectionPool.js";
import { camel, kyselyOn, namedRows } from "./kysely.js";
import type { Schema } from "./reader.js";
import { SqliteFile, type SqliteRows } from "./sqliteFile.js";

/**
 * Snapshots that are read at once. Queries of SQLite occupy the thread, but between those of one snapshot, such as of
 * the statistics of a month, others are answered.
 */
const CONNECTIONS = 8;

/** Connections to a SQLite file in this process: the fastest, but a query cannot be ended. */
export function sqliteConnections(path: string): ConnectionPool {
  return new ConnectionPool(CONNECTIONS, () => new SqliteConnection(path));
}

class SqliteConnection implements PooledConnection {
  readonly db: Kysely<Schema>;
  readonly #file: SqliteFile;

  constructor(path: string) {
    this.#file = new SqliteFile(path);
    this.db = kyselyOn("sqlite", (sql, parameters) => Promise.resolve(toObjects(this.#file.run(sql, parameters))));
  }

  begin(): Promise<MetaRow[]> {
    return Promise.resolve(toObjects(this.#file.begin(META)) as MetaRow[]);
  }

  end(): Promise<void> {
    this.#file.end();
    return Promise.resolve();
  }

  close(): void {
    this.#file.close();
  }
}

/** Names of columns in camel case, by those of the statement: the same ones come again and again. */
const camelNames = new WeakMap<readonly string[], string[]>();

/** Rows as objects. */
export function toObjects({ names, rows }: SqliteRows): object[] {
  let known = camelNames.get(names);
  if (known === undefined) camelNames.set(names, (known = names.map(camel)));
  return namedRows(known, rows);
}
