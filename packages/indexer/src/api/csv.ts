/** Cells that a spreadsheet would take for a formula begin with one of these. */
const FORMULA = /^[=+\-@\t\r]/;
const NUMBER = /^-?\d+$/;

/**
 * Formats rows as CSV (RFC 4180) with a header. Fields of nested values become columns such as `votes.for`; lists are
 * JSON. Texts that a spreadsheet would run as a formula get an apostrophe in front.
 */
export function toCsv(rows: readonly object[], columns: readonly string[]): string {
  const lines = rows.map((row) => {
    const flat = flatten(row);
    return columns.map((column) => cell(flat.get(column))).join(",");
  });
  return [columns.join(","), ...lines, ""].join("\r\n");
}

function flatten(row: object, prefix = "", into = new Map<string, unknown>()): Map<string, unknown> {
  for (const [key, value] of Object.entries(row) as [string, unknown][]) {
    const isNested = typeof value === "object" && value !== null && !Array.isArray(value);
    if (isNested) flatten(value, `${prefix}${key}.`, into);
    else into.set(`${prefix}${key}`, value);
  }
  return into;
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return "";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
