import { formatScv } from "@servicecoin/sdk";
import { formatEther } from "ethers";
import { styleText } from "node:util";

/** Formats rows under a header. Each column is as wide as its widest cell; numbers are aligned to the right. */
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

/** Formats names and values, one pair per line. */
export function list(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join("\n");
}

/** Returns bold text, or plain text if stdout is not a terminal. */
export function bold(text: string): string {
  return styleText("bold", text, { stream: process.stdout });
}

/** Formats a number with thousands separators. */
export function grouped(number: number | bigint): string {
  return number.toLocaleString("en-US");
}

/** Formats wei as ETH, rounded down to six decimals. */
export function eth(amount: bigint): string {
  return `${formatEther(amount - (amount % 10n ** 12n)).replace(/\.0$/, "")} ETH`;
}

/** Formats base units as SCV. */
export function scv(amount: bigint): string {
  return `${formatScv(amount)} SCV`;
}
