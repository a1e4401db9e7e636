import pg from "pg";
import { DatabaseError, databaseName, type Database, type StoredRow } from "./database.js";
import { columnsOf, quoted, typeOf } from "./ddl.js";
import { TABLES, type TableName } from "./schema.js";
import { partsOf } from "./statements.js";

/** Rows of one statement. */
const CHUNK = 2_000;

/** The key of the advisory lock: `servicecoin` is nothing that another application would take. */
const LOCK = "hashtext('servicecoin indexer ' || current_schema())";

/** A PostgreSQL database, with one writer at a time: it holds an advisory lock for as long as it is connected. */
export class PostgresDatabase implements Database {
  readonly dialect = "postgres";
  readonly name: string;
  readonly #client: pg.Client;

  private constructor(name: string, client: pg.Client) {
    this.name = name;
    this.#client = client;
  }

  /**
   * Connects, and waits until no other indexer writes.
   * @param url `postgres://user:password@host:port/database`, with `?options=-c%20search_path%3D...` for a schema.
   * @param onWait Called when another indexer writes: this one takes over when the other ends.
   * @throws DatabaseError when it cannot connect
   */
  static async open(url: string, onWait: () => void = () => undefined): Promise<PostgresDatabase> {
    const name = databaseName(url);
    const client = new pg.Client({ connectionString: url });
    // A connection that breaks fails the next query; without a listener it would end the process.
    client.on("error", () => undefined);
    try {
      await client.connect();
    } catch (error) {
      throw new DatabaseError(`${name} cannot be opened: ${(error as Error).message}`, { cause: error });
    }
    const { rows } = await client.query<{ held: boolean }>(`SELECT pg_try_advisory_lock(${LOCK}) AS held`);
    if (rows[0]?.held !== true) {
      onWait();
      await client.query(`SELECT pg_advisory_lock(${LOCK})`);
    }
    return new PostgresDatabase(name, client);
  }

  async run(sql: string, params: StoredRow = []): Promise<void> {
    await this.#client.query(numbered(sql), [...params]);
  }

  async all<Found>(sql: string, params: StoredRow = []): Promise<Found[]> {
    const { rows } = await this.#client.query(numbered(sql), [...params]);
    return rows as Found[];
  }

  async transaction<Result>(work: () => Promise<Result>): Promise<Result> {
    await this.#client.query("BEGIN");
    try {
      const result = await work();
      await this.#client.query("COMMIT");
      return result;
    } catch (error) {
      // After a lost connection there is nothing to roll back.
      await this.#client.query("ROLLBACK").catch(() => undefined);
      throw error;
    }
  }

  insert(table: TableName, rows: readonly StoredRow[]): Promise<void> {
    return this.#write(table, "", rows);
  }

  upsert(table: TableName, rows: readonly StoredRow[]): Promise<void> {
    return this.#write(table, partsOf(table).onConflict, rows);
  }

  async load(name: TableName, keys: readonly StoredRow[]): Promise<StoredRow[]> {
    const { table, columns, key } = partsOf(name);
    const found: StoredRow[] = [];
    for (const chunk of chunksOf(keys)) {
      const sql = `SELECT ${columns} FROM ${table} WHERE (${key.join(", ")}) IN (SELECT * FROM ${keySet(name)})`;
      const { rows } = await this.#client.query<(string | null)[]>({
        ...{ text: sql, name: `load ${name}`, rowMode: "array" },
        values: transposed(chunk, key.length),
      });
      found.push(...rows);
    }
    return found;
  }

  async remove(name: TableName, keys: readonly StoredRow[]): Promise<void> {
    const { table, key } = partsOf(name);
    for (const chunk of chunksOf(keys)) {
      const sql = `DELETE FROM ${table} WHERE (${key.join(", ")}) IN (SELECT * FROM ${keySet(name)})`;
      await this.#client.query(sql, transposed(chunk, key.length));
    }
  }

  async close(): Promise<void> {
    await this.#client.end();
  }

  async #write(name: TableName, onConflict: string, rows: readonly StoredRow[]): Promise<void> {
    const { table, columns, width } = partsOf(name);
    const types = columnsOf(name).map(([column], index) => `$${index + 1}::${arrayType(name, column)}`);
    const sql = `INSERT INTO ${table} (${columns}) SELECT * FROM unnest(${types.join(", ")})${onConflict}`;
    for (const chunk of chunksOf(rows)) {
      const statement = { name: `write ${name}${onConflict === "" ? "" : " over"}`, text: sql };
      await this.#client.query({ ...statement, values: transposed(chunk, width) });
    }
  }
}

function keySet(name: TableName): string {
  const arrays = TABLES[name].key.map((column, index) => `$${index + 1}::${arrayType(name, column)}`);
  return `unnest(${arrays.join(", ")}) AS wanted(${TABLES[name].key.map(quoted).join(", ")})`;
}

function arrayType(name: TableName, column: string): string {
  return `${typeOf(name, column, "postgres").replace(/\(.*\)/, "")}[]`;
}

/** Rows as one array per column. */
function transposed(rows: readonly StoredRow[], width: number): StoredRow[] {
  return Array.from({ length: width }, (_column, index) => rows.map((row) => row[index] ?? null));
}

function* chunksOf(rows: readonly StoredRow[]): Generator<readonly StoredRow[]> {
  for (let start = 0; start < rows.length; start += CHUNK) yield rows.slice(start, start + CHUNK);
}

/** A statement with `$1` and so on in the place of each `?`. */
export function numbered(sql: string): string {
  let index = 0;
  return sql.replaceAll("?", () => `$${++index}`);
}
