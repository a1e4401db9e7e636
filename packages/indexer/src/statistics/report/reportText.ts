import { moment, number, safeName, scv } from "./format.js";
import type { ReportData } from "./reportData.js";
import { kindLines, sectionsOf, type Line } from "./sections.js";

/** The report as plain text. */
export function reportText(data: ReportData): string {
  const blocks = sectionsOf(data).map(({ title, lines }) => `${title}\n${table(lines.map(cellsOf))}`);
  blocks.splice(2, 0, `Volume by kind\n${table(kindLines(data.day).map(cellsOf))}`);
  const earners = data.earners.map(({ address, service, payments, net }) => {
    return [service === null ? address : `${safeName(service)} (${address})`, `${scv(net)} SCV`, number(payments)];
  });
  if (earners.length > 0) blocks.splice(4, 0, `Payees that received most, and their payments\n${table(earners)}`);
  return `${titleOf(data)}\n${standingOf(data)}\n\n${blocks.join("\n\n")}\n`;
}

export function titleOf({ day, chainId }: ReportData): string {
  return `ServiceCoin on ${day.period.key} (UTC), chain ${chainId}`;
}

export function standingOf({ day, at }: ReportData): string {
  const block = `block ${number(at.block)} of ${moment(at.time)}`;
  return day.period.complete ? `The whole day. As of ${block}.` : `The day is not over. Up to ${block}.`;
}

function cellsOf({ label, value, note }: Line): string[] {
  return [label, value, note ?? ""];
}

function table(rows: readonly string[][]): string {
  const width = (column: number) => Math.max(...rows.map((row) => lengthOf(row[column] ?? "")));
  const widths = [width(0), width(1)];
  return rows
    .map(([label = "", value = "", note = ""]) => {
      const pad = (text: string, column: number) => " ".repeat((widths[column] ?? 0) - lengthOf(text));
      return `  ${label}${pad(label, 0)}  ${pad(value, 1)}${value}  ${note}`.trimEnd();
    })
    .join("\n");
}

/** Characters, not UTF-16 units. */
function lengthOf(text: string): number {
  return Array.from(text).length;
}
