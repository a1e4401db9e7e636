import { chmodSync } from "node:fs";
import path from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import pg from "pg";
import { dialectOf, type Stored } from "../../store/columns.js";
import { DatabaseError, databaseName } from "../../store/database.js";
import { numbered } from "../../store/postgres.js";

/**
 * Where personal data is kept: apart from the index, which may be emptied and built again. Several processes may use it
 * at once, so each change is one statement.
 */
export interface PersonalDatabase {
  /** Path or URL, without a password. */
  readonly name: string;
  /** Runs a statement with `?` for each parameter and `{name}` for each table. */
  all<Row>(sql: string, params?: readonly Stored[]): Promise<Row[]>;
  close(): Promise<void>;
}

const VERSION = "1";

const TABLES = [
  "CREATE TABLE IF NOT EXISTS {about} (key TEXT PRIMARY KEY, value TEXT NOT NULL)",
  "CREATE TABLE IF NOT EXISTS {used_nonces} (nonce TEXT PRIMARY KEY, expires_at BIGINT NOT NULL)",
  `CREATE TABLE IF NOT EXISTS {sessions} (token_hash TEXT PRIMARY KEY, chain_id BIGINT NOT NULL,
    account TEXT NOT NULL, origin TEXT NOT NULL, expires_at BIGINT NOT NULL, renewable_until BIGINT NOT NULL)`,
  "CREATE INDEX IF NOT EXISTS sessions_by_account ON {sessions} (chain_id, account, expires_at)",
  // The owner of a smart wallet may be another one on another chain.
  `CREATE TABLE IF NOT EXISTS {documents} (chain_id BIGINT NOT NULL, account TEXT NOT NULL, kind TEXT NOT NULL,
    version BIGINT NOT NULL, data TEXT NOT NULL, PRIMARY KEY (chain_id, account, kind))`,
  `INSERT INTO {about} (key, value) VALUES ('version', '${VERSION}') ON CONFLICT (key) DO NOTHING`,
];

/**
 * Returns where the personal data beside an index is: the file `personal.db` in its folder, or for PostgreSQL its own
 * location, where a schema is added.
 */
export function personalLocation(index: string): string {
  return dialectOf(index) === "postgres" ? index : path.join(path.dirname(index), "personal.db");
}

/**
 * Opens or creates a database of personal data.
 * @param location Path of a SQLite file, or the URL of PostgreSQL, where a schema of its own is made, named after the
 * first of the search path with `_personal` behind it.
 * @throws DatabaseError
 */
export async function openPersonalDatabase(location: string): Promise<PersonalDatabase> {
  const name = databaseName(location);
  let database: PersonalDatabase | undefined;
  try {
    database = dialectOf(location) === "postgres" ? await inPostgres(location, name) : await inSqlite(location, name);
    const [row] = await database.all<{ value: string }>("SELECT value FROM {about} WHERE key = 'version'");
    if (row?.value !== VERSION) throw new DatabaseError(`its version is ${row?.value ?? "missing"}, not ${VERSION}`);
    return database;
  } catch (error) {
    await database?.close();
    throw new DatabaseError(`${name} cannot keep personal data: ${(error as Error).message}`, { cause: error });
  }
}

/** Milliseconds to wait for another process that writes. */
const BUSY_TIMEOUT = 5_000;

async function inSqlite(location: string, name: string): Promise<PersonalDatabase> {
  const file = new DatabaseSync(location, { timeout: BUSY_TIMEOUT });
  // Whom somebody knows is nobody else's business on this machine.
  if (location !== ":memory:") chmodSync(location, 0o600);
  file.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON");
  const statements = new Map<string, StatementSync>();
  const database: PersonalDatabase = {
    name,
    all<Row>(sql: string, params: readonly Stored[] = []) {
      let statement = statements.get(sql);
      if (statement === undefined) statements.set(sql, (statement = file.prepare(sql.replaceAll(/[{}]/g, ""))));
      return Promise.resolve(statement.all(...params) as Row[]);
    },
    close() {
      statements.clear();
      file.close();
      return Promise.resolve();
    },
  };
  for (const sql of TABLES) await database.all(sql);
  return database;
}

const CONNECTIONS = 4;
const STATEMENT_TIMEOUT = 10_000;

async function inPostgres(location: string, name: string): Promise<PersonalDatabase> {
  const types = new pg.TypeOverrides();
  types.setTypeParser(pg.types.builtins.INT8, Number);
  const limits = { max: CONNECTIONS, statement_timeout: STATEMENT_TIMEOUT };
  const pool = new pg.Pool({ connectionString: location, ...limits, types });
  // A broken idle connection is replaced; without a listener it would end the process.
  pool.on("error", () => undefined);
  try {
    const { rows } = await pool.query<{ schema: string }>(
      "SELECT coalesce(current_schema(), 'public') || '_personal' AS schema",
    );
    const schema = pg.escapeIdentifier(rows[0]?.schema ?? "");
    const filled = (sql: string) => sql.replaceAll(/\{(\w+)\}/g, `${schema}."$1"`);
    // Processes that start at once would otherwise collide in the catalog.
    const lock = "SELECT pg_advisory_xact_lock(hashtext('servicecoin personal'))";
    const known = await pool.query("SELECT 1 FROM pg_namespace WHERE nspname = $1", [rows[0]?.schema]);
    const create = known.rows.length > 0 ? [] : [`CREATE SCHEMA IF NOT EXISTS ${schema}`];
    await pool.query(["BEGIN", lock, ...create, ...TABLES.map(filled), "COMMIT"].join("; "));
    return {
      name,
      async all<Row>(sql: string, params: readonly Stored[] = []) {
        return (await pool.query(numbered(filled(sql)), [...params])).rows as Row[];
      },
      close: () => pool.end(),
    };
  } catch (error) {
    await pool.end();
    throw error;
  }
}
