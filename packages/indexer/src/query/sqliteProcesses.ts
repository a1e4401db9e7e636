/**
 * Connections to a SQLite file in processes of their own. A query of SQLite cannot be interrupted, and a thread that is
 * terminated goes on until its query ends; a process is killed at once, and others are answered all the while. Each
 * query costs about 0.15 ms more of processor time than in this process, so that only long ones are read here.
 */
import { fork, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Kysely } from "kysely";
import { META, type MetaRow } from "./connection.js";
import { ConnectionPool, type PooledConnection } from "./connectionPool.js";
import { kyselyOn } from "./kysely.js";
import { QueryTimeError } from "./queryTimeError.js";
import type { Schema } from "./reader.js";
import { toObjects } from "./sqliteConnections.js";
import type { SqliteQuestion, SqliteReply, SqliteRows } from "./sqliteFile.js";

/** Processes at once. More would take the processor from those who ask for little. */
const PROCESSES = 2;

const PROGRAM = fileURLToPath(new URL(import.meta.url.replace(/sqliteProcesses(\.\w+).*$/, "sqliteFile$1")));

/** Processes that read a SQLite file, started as they are needed. */
export function sqliteProcesses(path: string): ConnectionPool {
  return new ConnectionPool(PROCESSES, () => new SqliteProcess(path));
}

interface Waiting {
  resolve: (rows: SqliteRows) => void;
  reject: (error: Error) => void;
  timer: NodeJS.Timeout | undefined;
}

class SqliteProcess implements PooledConnection {
  readonly db: Kysely<Schema>;
  readonly #process: ChildProcess;
  #timeLimit: number | undefined;
  #waiting: Waiting | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #ended: Error | undefined;

  constructor(path: string) {
    this.#process = fork(PROGRAM, [path], {
      serialization: "advanced",
      // Options of this process, such as a debugger's port, are not for it.
      execArgv: ["--disable-warning=ExperimentalWarning"],
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    this.#process.on("message", (reply: SqliteReply) => {
      const waiting = this.#answered();
      if ("error" in reply) waiting?.reject(new Error(reply.error));
      else waiting?.resolve(reply);
    });
    this.#process.on("error", (error) => {
      this.#end(error);
    });
    this.#process.once("exit", (code, signal) => {
      this.#end(new Error(`The process that reads the index ended (${signal ?? code})`));
    });
    this.#rest();
    this.db = kyselyOn("sqlite", async (sql, parameters) => toObjects(await this.#ask({ sql, parameters })));
  }

  get isBroken(): boolean {
    return this.#ended !== undefined;
  }

  async begin(timeLimit?: number): Promise<MetaRow[]> {
    this.#timeLimit = timeLimit;
    return toObjects(await this.#ask({ begin: true, sql: META })) as MetaRow[];
  }

  async end(): Promise<void> {
    // A query that nobody waits for any more still has its snapshot.
    await this.#last;
    if (this.#ended === undefined) this.#process.send({});
  }

  close(): void {
    this.#end(new TypeError("The reader is closed"));
  }

  /** Asks, after what was asked before. */
  #ask(question: SqliteQuestion): Promise<SqliteRows> {
    const answer = this.#last.then(
      () =>
        new Promise<SqliteRows>((resolve, reject) => {
          if (this.#ended !== undefined) {
            reject(this.#ended);
            return;
          }
          const limit = this.#timeLimit;
          const stop = () => {
            this.#end(new QueryTimeError(limit ?? 0));
          };
          this.#waiting = { resolve, reject, timer: limit === undefined ? undefined : setTimeout(stop, limit) };
          this.#process.ref();
          this.#process.channel?.ref();
          this.#process.send(question);
        }),
    );
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  #answered(): Waiting | undefined {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    clearTimeout(waiting?.timer);
    this.#rest();
    return waiting;
  }

  /** While nothing is asked, the process keeps none that started it from ending. */
  #rest(): void {
    this.#process.unref();
    this.#process.channel?.unref();
  }

  #end(error: Error): void {
    if (this.#ended !== undefined) return;
    this.#ended = error;
    this.#process.kill("SIGKILL");
    this.#answered()?.reject(error);
  }
}
