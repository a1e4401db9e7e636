import type { Kysely } from "kysely";
import pg from "pg";
import { META, type Connection, type Connections, type MetaRow } from "./connection.js";
import { camel, kyselyOn, namedRows } from "./kysely.js";
import { QueryTimeError } from "./queryTimeError.js";
import type { Schema } from "./reader.js";

/** Snapshots that are read at once. */
const CONNECTIONS = 8;

/** Milliseconds after which PostgreSQL ends a query. */
const STATEMENT_TIMEOUT = 10_000;

/** A snapshot begins with its first query. Both are sent together. */
const BEGIN = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/** Statements that PostgreSQL keeps planned per connection. Those with lists of any length could be without end. */
const PLANNED = 200;

/** The code of a query that was ended. */
const CANCELED = "57014";

/** Connections to a PostgreSQL database. */
export class PostgresConnections implements Connections {
  readonly #pool: pg.Pool;
  readonly #connections = new WeakMap<pg.PoolClient, PostgresConnection>();

  constructor(url: string) {
    // Counters and seconds are safe integers; pg returns 8-byte integers as text.
    const types = new pg.TypeOverrides();
    types.setTypeParser(pg.types.builtins.INT8, Number);
    const limits = { max: CONNECTIONS, statement_timeout: STATEMENT_TIMEOUT };
    this.#pool = new pg.Pool({ connectionString: url, ...limits, types });
    // A broken idle connection is replaced; without a listener it would end the process.
    this.#pool.on("error", () => undefined);
  }

  async take(): Promise<Connection> {
    const client = await this.#pool.connect();
    let connection = this.#connections.get(client);
    if (connection === undefined) this.#connections.set(client, (connection = new PostgresConnection(client)));
    return connection;
  }

  give(connection: PostgresConnection): void {
    // Nobody waits for the end of a snapshot that was read.
    void connection.ended.then(() => {
      connection.client.release(connection.isBroken);
    });
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }
}

class PostgresConnection implements Connection {
  readonly db: Kysely<Schema>;
  readonly client: pg.PoolClient;
  /** Whether its snapshot could not be ended, so that it must not be used again. */
  isBroken = false;
  /** Resolves once its snapshot has ended. */
  ended: Promise<void> = Promise.resolve();
  #timeLimit = STATEMENT_TIMEOUT;
  readonly #planned = new Map<string, string>();

  constructor(client: pg.PoolClient) {
    this.client = client;
    this.db = kyselyOn("postgres", async (text, parameters) => {
      const name = this.#nameOf(text);
      const query = { ...(name !== undefined && { name }), text, values: [...parameters], rowMode: "array" as const };
      const { fields, rows } = await client.query<unknown[]>(query).catch((error: unknown) => {
        throw (error as { code?: string }).code === CANCELED
          ? new QueryTimeError(this.#timeLimit, { cause: error })
          : error;
      });
      return namedRows(
        fields.map(({ name }) => camel(name)),
        rows,
      );
    });
  }

  async begin(timeLimit = STATEMENT_TIMEOUT): Promise<MetaRow[]> {
    this.#timeLimit = timeLimit;
    // `SET LOCAL` ends with the snapshot.
    const limit = timeLimit === STATEMENT_TIMEOUT ? "" : `SET LOCAL statement_timeout = ${Math.ceil(timeLimit)}; `;
    try {
      const results = (await this.client.query(`${BEGIN}; ${limit}${META}`)) as unknown as pg.QueryResult<MetaRow>[];
      return results.at(-1)?.rows ?? [];
    } catch (error) {
      this.isBroken = true;
      throw error;
    }
  }

  end(): Promise<void> {
    this.ended = this.client.query("COMMIT").then(
      () => undefined,
      () => {
        this.isBroken = true;
      },
    );
    return Promise.resolve();
  }

  /** The name under which PostgreSQL keeps the plan of a statement: planning takes longer than a short query. */
  #nameOf(text: string): string | undefined {
    const known = this.#planned.get(text);
    if (known !== undefined || this.#planned.size >= PLANNED) return known;
    const name = `q${this.#planned.size}`;
    this.#planned.set(text, name);
    return name;
  }
}
