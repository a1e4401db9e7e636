import {
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type DatabaseConnection,
  type Driver,
} from "kysely";
import { snake } from "../store/ddl.js";
import type { Dialect } from "../store/columns.js";

/** Rows of a query. The names of columns are camel case. */
export type Run = (sql: string, parameters: readonly unknown[]) => Promise<object[]>;

/**
 * Kysely on one open connection. Kysely's own drivers and its plugin for camel case take as long as a short query
 * itself: here names are translated as they are written into the SQL, and those of the result once per statement.
 */
export function kyselyOn<Tables>(dialect: Dialect, run: Run): Kysely<Tables> {
  const isSqlite = dialect === "sqlite";
  return new Kysely<Tables>({
    dialect: {
      createAdapter: () => (isSqlite ? new SqliteAdapter() : new PostgresAdapter()),
      createDriver: () => new OpenConnection(run),
      createIntrospector: (db) => (isSqlite ? new SqliteIntrospector(db) : new PostgresIntrospector(db)),
      createQueryCompiler: () => (isSqlite ? new SqliteCompiler() : new PostgresCompiler()),
    },
  });
}

class SqliteCompiler extends SqliteQueryCompiler {
  protected override sanitizeIdentifier(name: string): string {
    return super.sanitizeIdentifier(snakeOf(name));
  }
}

class PostgresCompiler extends PostgresQueryCompiler {
  protected override sanitizeIdentifier(name: string): string {
    return super.sanitizeIdentifier(snakeOf(name));
  }
}

/** Names are those of the schema and of queries in the source, so that there are not many. */
const known = new Map<string, string>();

function snakeOf(name: string): string {
  let found = known.get(name);
  if (found === undefined) known.set(name, (found = snake(name)));
  return found;
}

/** The name of a column in the result: `log_index` becomes `logIndex`. */
export function camel(name: string): string {
  return name.replaceAll(/_(\w)/g, (_match, letter: string) => letter.toUpperCase());
}

/** Rows as objects, from values in the order of the columns. */
export function namedRows(names: readonly string[], rows: readonly (readonly unknown[])[]): object[] {
  return rows.map((values) => {
    const row: Record<string, unknown> = {};
    for (let index = 0; index < names.length; index++) row[names[index] as string] = values[index];
    return row;
  });
}

/** The driver of a connection that is open, and in a transaction that others begin and end. */
class OpenConnection implements Driver {
  readonly #connection: DatabaseConnection;

  constructor(run: Run) {
    this.#connection = {
      executeQuery: async ({ sql, parameters }) => ({ rows: (await run(sql, parameters)) as never[] }),
      streamQuery: () => {
        throw new TypeError("A reader streams no rows: read them page by page");
      },
    };
  }

  acquireConnection(): Promise<DatabaseConnection> {
    return Promise.resolve(this.#connection);
  }

  init = nothing;
  beginTransaction = nothing;
  commitTransaction = nothing;
  rollbackTransaction = nothing;
  releaseConnection = nothing;
  destroy = nothing;
}

async function nothing(): Promise<void> {
  // The connection belongs to its reader.
}
