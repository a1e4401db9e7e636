/**
 * A SQLite file that is read: in this process, or as the program of a process that does nothing else. It imports
 * nothing of this package, so that it also runs from its source.
 */
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { fileURLToPath } from "node:url";

/** Memory of a connection for pages that were read, in KiB, and how much of the file is mapped into memory. */
const CACHE_KIB = 16_384;
const MAPPED_BYTES = 2 ** 32;

/** Statements that are kept prepared: preparing one takes as long as many of them run. */
const MAX_STATEMENTS = 500;

/** Milliseconds to wait for a writer that locks the file. */
const LOCK_TIMEOUT = 5_000;

/** What a query returns. */
export interface SqliteRows {
  /** Names of the columns, as in the database. */
  names: string[];
  /** Values in their order. */
  rows: unknown[][];
}

interface Prepared {
  statement: StatementSync;
  names: string[];
}

/** One connection, which reads one snapshot at a time. */
export class SqliteFile {
  readonly #file: DatabaseSync;
  readonly #statements = new Map<string, Prepared>();
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;

  constructor(path: string) {
    this.#file = new DatabaseSync(path, { readOnly: true, timeout: LOCK_TIMEOUT });
    try {
      this.#file.exec(`PRAGMA cache_size = -${CACHE_KIB}; PRAGMA mmap_size = ${MAPPED_BYTES}`);
      this.#begin = this.#file.prepare("BEGIN");
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
  }

  /** Begins a snapshot with its first query. */
  begin(sql: string): SqliteRows {
    this.#begin.run();
    return this.run(sql, []);
  }

  run(sql: string, parameters: readonly unknown[]): SqliteRows {
    const { statement, names } = this.#prepare(sql);
    type Values = Parameters<typeof statement.all>;
    return { names, rows: statement.all(...(parameters as Values)) as unknown as unknown[][] };
  }

  /** Ends the snapshot, also after a query that failed. */
  end(): void {
    if (this.#file.isTransaction) this.#commit.run();
  }

  close(): void {
    this.#statements.clear();
    this.#file.close();
  }

  #prepare(sql: string): Prepared {
    let prepared = this.#statements.get(sql);
    if (prepared === undefined) {
      const statement = this.#file.prepare(sql);
      statement.setReturnArrays(true);
      prepared = { statement, names: statement.columns().map(({ name }) => name) };
      // Lists of parameters of any length would otherwise fill the memory.
      if (this.#statements.size >= MAX_STATEMENTS) this.#statements.clear();
      this.#statements.set(sql, prepared);
    }
    return prepared;
  }
}

/** What the process is asked. `sql` with `begin` is the first query of a snapshot; without `sql` the snapshot ends. */
export interface SqliteQuestion {
  begin?: boolean;
  sql?: string;
  parameters?: readonly unknown[];
}

/** What the process answers to everything but the end of a snapshot. */
export type SqliteReply = SqliteRows | { error: string };

/** Answers its parent until that ends. */
function serve(path: string): void {
  let file: SqliteFile | undefined;
  const reply = (question: SqliteQuestion): SqliteReply => {
    const { begin = false, sql = "", parameters = [] } = question;
    try {
      file ??= new SqliteFile(path);
      return begin ? file.begin(sql) : file.run(sql, parameters);
    } catch (error) {
      return { error: (error as Error).message };
    }
  };
  process.on("message", (question: SqliteQuestion) => {
    if (question.sql === undefined) file?.end();
    else process.send?.(reply(question));
  });
  process.on("disconnect", () => {
    process.exit();
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) serve(process.argv[2] as string);
