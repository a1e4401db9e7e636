import { dialectOf } from "./store/columns.js";
import { PostgresDatabase } from "./store/postgres.js";
import { SqliteDatabase } from "./store/sqlite.js";
import type { Database } from "./store/database.js";

/**
 * Opens a database for writing.
 * @param location Path of a SQLite file, or `postgres://user:password@host:port/database`.
 * @param onWait Called when another indexer writes to this PostgreSQL database: this one waits to take over.
 * @throws DatabaseError
 */
export async function openDatabase(location: string, onWait?: () => void): Promise<Database> {
  return dialectOf(location) === "postgres" ? PostgresDatabase.open(location, onWait) : SqliteDatabase.open(location);
}
