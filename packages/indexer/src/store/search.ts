import type { Dialect } from "./columns.js";

/** The statements that create the full-text index of services. */
export function searchStatements(dialect: Dialect): string[] {
  return STATEMENTS[dialect];
}

const STATEMENTS: Record<Dialect, string[]> = { sqlite: [], postgres: [] };
