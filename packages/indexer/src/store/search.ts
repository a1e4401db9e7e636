import type { Dialect } from "./columns.js";

/** The statements that create the full-text index of services. */
export function searchStatements(_dialect: Dialect): string[] {
  return [];
}
