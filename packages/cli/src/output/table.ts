import { stripVTControlCharacters } from "node:util";
import { styled } from "./style.js";

const NUMBER = /^[\d,.]*( [A-Za-z%]+)?$/;

/**
 * Formats rows under a header, each column as wide as its widest cell. Aligns numbers and amounts to the right. What is
 * too wide for the terminal becomes a list for each row: ids and addresses are there to be copied, so none is cut.
 * @param empty Sentence for a table without rows.
 * @param columns Width of the terminal; `Output.columns`.
 */
export function table(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  empty: string,
  columns: number,
): string {
  if (rows.length === 0) return empty;
  const wide = wideTable(header, rows);
  if (Math.max(...wide.split("\n").map(widthOf)) <= columns) return wide;
  return rows.map((row) => list(header.map((title, column) => [title, row[column] ?? ""]))).join("\n\n");
}

function wideTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const columns = header.map((title, column) => {
    const cells = rows.map((row) => row[column] ?? "");
    const isRight = cells.length > 0 && cells.every((cell) => NUMBER.test(cell));
    return { isRight, width: Math.max(...[title, ...cells].map(widthOf)) };
  });
  const line = (cells: readonly string[]) =>
    columns
      .map(({ isRight, width }, column) => pad(cells[column] ?? "", width, isRight))
      .join("  ")
      .trimEnd();
  const rule = columns.map(({ width }) => "-".repeat(width)).join("  ");
  return [styled("bold", line(header)), rule, ...rows.map(line)].join("\n");
}

/** Formats names and values, one pair per line. */
export function list(rows: readonly (readonly [name: string, value: string])[]): string {
  const width = Math.max(0, ...rows.map(([name]) => widthOf(name)));
  const line = ([name, value]: readonly [string, string]) =>
    value.trimEnd() === "" ? styled("dim", name) : `${styled("dim", pad(name, width, false))}  ${value.trimEnd()}`;
  return rows.map(line).join("\n");
}

function pad(text: string, width: number, isRight: boolean): string {
  const space = " ".repeat(Math.max(0, width - widthOf(text)));
  return isRight ? space + text : text + space;
}

function widthOf(text: string): number {
  return stripVTControlCharacters(text).length;
}
