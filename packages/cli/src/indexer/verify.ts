import { databaseName, HttpNode, Reader, VerifyError, verifyIndex, type VerifiedIndex } from "@servicecoin/indexer";
import { CliError, EXIT } from "../errors/cliError.js";
import { grouped, text, time } from "../output/value.js";
import { table } from "../output/table.js";
import type { Session } from "../session/session.js";
import { databaseOf, withDatabase } from "./database.js";

/** What a comparison found, and where. */
export interface Comparison extends VerifiedIndex {
  database: string;
  isExact: boolean;
}

/**
 * Compares an index with the contracts at the block that is indexed.
 * @param named As `databaseOf`.
 * @throws CliError `BadDatabase`, `CannotVerify`; the node's errors
 */
export async function compareIndex(session: Session, named: string | undefined): Promise<Comparison> {
  const client = await session.reader();
  const { network } = await session.node();
  const location = await databaseOf(session, named);
  return withDatabase(async () => {
    const reader = await Reader.open(location);
    try {
      const found = await session.out.during("Comparing", (show) =>
        verifyIndex(reader, client, new HttpNode(network.url), {
          onProgress: (done, total) => {
            show(`Comparing: ${grouped(done)} of ${grouped(total)}`);
          },
        }),
      );
      return { database: databaseName(location), isExact: found.differences.length === 0, ...found };
    } catch (error) {
      if (!(error instanceof VerifyError)) throw error;
      throw new CliError("CannotVerify", `${error.message}.`, {}, EXIT.refused, error);
    } finally {
      await reader.close();
    }
  });
}

/** Formats what a comparison found. */
export function comparisonText({ database, cursor, compared, differences }: Comparison, columns: number): string {
  const counts = Object.entries(compared).map(([name, count]) => `${grouped(count)} of ${name}`);
  const where = `block ${grouped(cursor.block)} (${time(BigInt(cursor.time))})`;
  const head = `Compared ${database} with the contracts at ${where}: ${counts.join(", ")}.`;
  if (differences.length === 0) return `${head}\nEvery value is the same.`;
  const rows = differences.map(({ table: name, key, column, indexed, onChain }) => {
    return [name, text(key), column, text(indexed), text(onChain)];
  });
  const found = `${grouped(differences.length)} ${differences.length === 1 ? "value differs" : "values differ"}:`;
  return `${head}\n${found}\n\n${table(["table", "key", "column", "indexed", "on the chain"], rows, "", columns)}`;
}
