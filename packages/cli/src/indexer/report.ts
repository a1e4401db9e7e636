import { writeFile } from "node:fs/promises";
import { dailyReport, InvalidPeriod, PeriodError, Reader, type DailyReport } from "@servicecoin/indexer";
import { CliError, EXIT } from "../errors/cliError.js";
import type { Session } from "../session/session.js";
import { databaseOf, withDatabase } from "./database.js";

/**
 * Reports on a day, from an index.
 * @param named As `databaseOf`.
 * @param day Such as 2026-11-29, in UTC.
 * @throws CliError `BadDatabase`, `BadDay`
 */
export async function readReport(session: Session, named: string | undefined, day: string): Promise<DailyReport> {
  const location = await databaseOf(session, named);
  return withDatabase(async () => {
    const reader = await Reader.open(location);
    try {
      return await dailyReport(reader, day);
    } catch (error) {
      if (!(error instanceof InvalidPeriod) && !(error instanceof PeriodError)) throw error;
      const exit = error instanceof InvalidPeriod ? EXIT.usage : EXIT.refused;
      throw new CliError("BadDay", `${error.message.replace(/\.$/, "")}.`, { day }, exit, error);
    } finally {
      await reader.close();
    }
  });
}

/** Writes a page, replacing an earlier one. @throws CliError `UnwritableFile` */
export async function writePage(session: Session, file: string, html: string): Promise<void> {
  try {
    await writeFile(session.files.path(file), html);
  } catch (error) {
    const message = `${file} cannot be written: ${(error as Error).message}.`;
    throw new CliError("UnwritableFile", message, { file }, undefined, error);
  }
}
