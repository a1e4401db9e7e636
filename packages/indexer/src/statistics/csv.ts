import { toCsv } from "../api/csv.js";
import { csvColumns } from "../api/csvColumns.js";
import { statisticsSchema, type Statistics } from "./schema.js";

/** Names of the columns, such as `payments.byKind.x402.gross`. */
const COLUMNS = csvColumns(statisticsSchema);

/** One row per period, with a header (RFC 4180). A figure that does not exist is empty; lists are JSON. */
export function statisticsCsv(all: readonly Statistics[]): string {
  return toCsv(all, COLUMNS);
}
