/** A value of a table. */
export type Cell = string | number | null;

/**
 * Writes a table that spreadsheets of any country read: with a byte order mark, because some would take the texts for
 * another encoding.
 */
export function writeCsv(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return `\uFEFF${[head, ...rows].map((cells) => cells.map(cellOf).join(",")).join("\r\n")}\r\n`;
}

function cellOf(value: Cell): string {
  const text = value === null ? "" : String(value);
  // A spreadsheet would run it: anyone can write a reference.
  const safe = typeof value === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n;]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
