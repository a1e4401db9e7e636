import { formatEther } from "ethers";
import { styleText } from "node:util";

/** Rows under a header, each column as wide as its widest cell. Numbers go to the right. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => (row[column] ?? "").length)),
  );
  const isNumber = header.map((_, column) => rows.every((row) => /^[\d,.]*$/.test(row[column] ?? "")));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => (isNumber[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join("  ")
      .trimEnd();
  const rule = widths.map((width) => "-".repeat(width)).join("  ");
  return [bold(line(header)), rule, ...rows.map(line)].join("\n");
}

/** Names and what they are, one per line. */
export function list(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join("\n");
}

/** Plain where the output is not a terminal. */
export function bold(text: string): string {
  return styleText("bold", text, { stream: process.stdout });
}

export function grouped(number: number | bigint): string {
  return number.toLocaleString("en-US");
}

/** Wei as ETH, to the sixth digit after the point. */
export function eth(amount: bigint): string {
  return `${formatEther(amount - (amount % 10n ** 12n)).replace(/\.0$/, "")} ETH`;
}

/** Base units as SCV. */
export function scv(amount: bigint): string {
  return `${formatEther(amount).replace(/\.0$/, "")} SCV`;
}
