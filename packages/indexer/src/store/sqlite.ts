import { DatabaseSync, type StatementSync } from "node:sqlite";
import { others } from "../query/others.js";
import type { Stored } from "./columns.js";
import { DatabaseError, type Database, type StoredRow } from "./database.js";
import type { TableName } from "./schema.js";
import { partsOf } from "./statements.js";

/** Milliseconds to wait for a reader that holds the file, for example while it is checkpointed. */
const BUSY_TIMEOUT = 10_000;

/** Rows that are written before other work goes on, such as requests to the node: a few milliseconds. */
const ROWS_AT_ONCE = 1_000;

/**
 * A SQLite file with one writer. A second file, `<path>-lock`, is locked for as long as the writer lives; the operating
 * system releases it when the process is killed.
 *
 * One prepared statement per row, in one transaction, is the fastest way to write here: binding values in process costs
 * less than encoding them as JSON for `json_each`.
 */
export class SqliteDatabase implements Database {
  readonly dialect = "sqlite";
  readonly name: string;
  readonly #file: DatabaseSync;
  readonly #lock: DatabaseSync | undefined;
  readonly #statements = new Map<string, StatementSync>();

  private constructor(name: string, file: DatabaseSync, lock: DatabaseSync | undefined) {
    this.name = name;
    this.#file = file;
    this.#lock = lock;
  }

  /**
   * Opens or creates a file.
   * @param path Path of the file, or `:memory:`.
   * @throws DatabaseError when another process writes it, or when it is no database
   */
  static open(path: string): SqliteDatabase {
    const lock = path === ":memory:" ? undefined : locked(path);
    try {
      const file = new DatabaseSync(path, { timeout: BUSY_TIMEOUT });
      file.exec(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -131072; PRAGMA wal_autocheckpoint = 10000",
      );
      return new SqliteDatabase(path, file, lock);
    } catch (error) {
      lock?.close();
      throw new DatabaseError(`${path} cannot be opened: ${messageOf(error)}`, { cause: error });
    }
  }

  run(sql: string, params: StoredRow = []): Promise<void> {
    this.#prepare(sql).run(...params);
    return Promise.resolve();
  }

  all<Found>(sql: string, params: StoredRow = []): Promise<Found[]> {
    return Promise.resolve(this.#prepare(sql).all(...params) as Found[]);
  }

  async transaction<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#file.exec("BEGIN IMMEDIATE");
    try {
      const result = await work();
      this.#file.exec("COMMIT");
      return result;
    } catch (error) {
      if (this.#file.isTransaction) this.#file.exec("ROLLBACK");
      throw error;
    }
  }

  insert(table: TableName, rows: readonly StoredRow[]): Promise<void> {
    return this.#each(insertInto(table), rows);
  }

  upsert(table: TableName, rows: readonly StoredRow[]): Promise<void> {
    return this.#each(`${insertInto(table)}${partsOf(table).onConflict}`, rows);
  }

  load(name: TableName, keys: readonly StoredRow[]): Promise<StoredRow[]> {
    const { table, columns } = partsOf(name);
    const statement = this.#prepare(`SELECT ${columns} FROM ${table} WHERE ${whereKey(name)}`);
    const found = keys.flatMap((key) => {
      const row = statement.get(...key);
      return row === undefined ? [] : [Object.values(row) as Stored[]];
    });
    return Promise.resolve(found);
  }

  remove(name: TableName, keys: readonly StoredRow[]): Promise<void> {
    return this.#each(`DELETE FROM ${partsOf(name).table} WHERE ${whereKey(name)}`, keys);
  }

  close(): Promise<void> {
    this.#statements.clear();
    this.#file.close();
    this.#lock?.close();
    return Promise.resolve();
  }

  async #each(sql: string, rows: readonly StoredRow[]): Promise<void> {
    const statement = this.#prepare(sql);
    for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
      if (start > 0) await others();
      for (const row of rows.slice(start, start + ROWS_AT_ONCE)) statement.run(...row);
    }
  }

  #prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#file.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

function insertInto(name: TableName): string {
  const { table, columns, width } = partsOf(name);
  return `INSERT INTO ${table} (${columns}) VALUES (${Array(width).fill("?").join(", ")})`;
}

function whereKey(name: TableName): string {
  return partsOf(name)
    .key.map((column) => `${column} = ?`)
    .join(" AND ");
}

function locked(path: string): DatabaseSync {
  const file = `${path}-lock`;
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(file);
    lock.exec("BEGIN EXCLUSIVE");
    return lock;
  } catch (error) {
    lock?.close();
    if (/locked|busy/i.test(messageOf(error))) {
      throw new DatabaseError(`${path} is being written by another indexer, which holds ${file}`, { cause: error });
    }
    throw new DatabaseError(`${file} cannot be opened: ${messageOf(error)}`, { cause: error });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
