import { mkdir } from "node:fs/promises";
import path from "node:path";
import { DatabaseError, dialectOf } from "@servicecoin/indexer";
import { CliError, EXIT } from "../errors/cliError.js";
import { chainName } from "../session/chainName.js";
import { dataFolder } from "../session/folders.js";
import type { Session } from "../session/session.js";

/**
 * Returns where the index is: the named database, or a file per chain in the data folder.
 * @param named Path of a SQLite file, or the URL of a PostgreSQL database.
 * @throws CliError `NoFile`, `UnreadableFile`; ServiceCoinError `Unreachable`
 */
export async function databaseOf(session: Session, named: string | undefined): Promise<string> {
  if (named !== undefined) {
    return dialectOf(named) === "postgres" ? withPassword(named, session) : session.files.path(named);
  }
  return path.join(dataFolder(session.io), `index-${await chainName(session)}.sqlite`);
}

/** Adds the password to the URL of a database that has a user and none. */
async function withPassword(database: string, session: Session): Promise<string> {
  const url = URL.parse(database);
  if (url === null || url.username === "" || url.password !== "") return database;
  const password = await session.secret("PGPASSWORD");
  if (password === undefined) return database;
  url.password = password;
  return url.href;
}

/** Makes the folder of a database that is a file. @throws CliError `UnwritableFile` */
export async function makeFolderOf(database: string): Promise<void> {
  if (dialectOf(database) === "postgres") return;
  const folder = path.dirname(database);
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    const message = `${folder} cannot be made: ${(error as Error).message}.`;
    throw new CliError("UnwritableFile", message, { file: folder }, undefined, error);
  }
}

/** Runs work, and converts a database that cannot be used into an error for the user. @throws CliError `BadDatabase` */
export async function withDatabase<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    throw badDatabase(error.message, error);
  }
}

/** The error of a database that cannot be used. */
export function badDatabase(message: string, cause?: unknown): CliError {
  return new CliError("BadDatabase", `${message.replace(/\.$/, "")}.`, {}, EXIT.usage, cause);
}
