import { z } from "zod";
import { statisticsSchema, type Statistics } from "./schema.js";

type Path = readonly string[];

/** The single figures of the statistics, by their paths. Lists, of proposals and of other tokens, are left out. */
const PATHS = pathsOf(statisticsSchema, []);

/** Names of the columns: `payments.byKind.x402.gross`. */
export const CSV_COLUMNS = PATHS.map((path) => path.join("."));

/** One row per period, with a header (RFC 4180). A figure that does not exist is empty. */
export function statisticsCsv(all: readonly Statistics[]): string {
  const rows = all.map((statistics) => PATHS.map((path) => cellOf(statistics, path)));
  return [CSV_COLUMNS, ...rows].map((cells) => `${cells.join(",")}\r\n`).join("");
}

function pathsOf(schema: z.ZodType, path: Path): Path[] {
  if (schema instanceof z.ZodNullable) return pathsOf(schema.unwrap() as z.ZodType, path);
  if (schema instanceof z.ZodArray) return [];
  if (!(schema instanceof z.ZodObject)) return [path];
  return Object.entries(schema.shape).flatMap(([name, part]) => pathsOf(part as z.ZodType, [...path, name]));
}

/** Figures are digits, units and keys of periods: nothing that needs quotes. */
function cellOf(statistics: Statistics, path: Path): string {
  let value: unknown = statistics;
  for (const name of path) {
    if (value === null || typeof value !== "object") return "";
    value = (value as Record<string, unknown>)[name];
  }
  return value === null || value === undefined ? "" : String(value as string | number | boolean);
}
