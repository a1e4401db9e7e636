import { format } from "./faults.js";
import { MARKS } from "./marks.js";
import { numberOf, type Measurements } from "./measure.js";
import type { PeerGas } from "./peers/peer.js";
import { CODE_LIMIT } from "./sizes.js";

/** Numbers under the rules of Amsterdam, and those accepted before. */
export interface NextFork {
  measured: Measurements;
  baseline: Measurements;
}

/** One aligned table per subject. Marks and peers are for today's rules. */
export function report(measured: Measurements, baseline: Measurements, next: NextFork, peers: PeerGas[]): string {
  const tables = Object.entries(measured).map(([subject, numbers]) => {
    const rows = Object.entries(numbers).map(([name, value]) => [
      name,
      format(value),
      change(value, numberOf(baseline, subject, name)),
      ...nextTexts(next, subject, name),
      mark(value, subject === "bytecode" ? CODE_LIMIT : numberOf(MARKS, subject, name)),
      ...peerTexts(peers.filter((peer) => peer.subject === subject && peer.operation === name)),
    ]);
    return table(
      [
        subject,
        subject === "bytecode" ? "bytes" : "gas",
        "change",
        "Amsterdam",
        "change",
        "mark",
        "best peer",
        "other peers",
      ],
      rows,
    );
  });
  return tables.join("\n\n");
}

function nextTexts({ measured, baseline }: NextFork, subject: string, name: string): [value: string, change: string] {
  const value = numberOf(measured, subject, name);
  return value === undefined ? ["", ""] : [format(value), change(value, numberOf(baseline, subject, name))];
}

function change(value: number, before: number | undefined): string {
  if (before === undefined) return "new";
  if (value === before) return "=";
  return `${value > before ? "+" : ""}${format(value - before)}`;
}

function mark(value: number, limit: number | undefined): string {
  if (limit === undefined) return "";
  return value > limit ? `${format(limit)} missed by ${format(value - limit)}` : `${format(limit)} met`;
}

/** The cheapest peer, and the others in order. */
function peerTexts(peers: PeerGas[]): [best: string, others: string] {
  const [best = "", ...others] = peers
    .toSorted((a, b) => a.gas - b.gas)
    .map(({ peer, gas, recorded }) => `${peer} ${format(gas)}${recorded ? " (recorded)" : ""}`);
  return [best, others.join("; ")];
}

/** Numbers to the right, everything else to the left. */
function table(head: string[], rows: string[][]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => (row[column] ?? "").length)));
  const line = (row: string[]) =>
    row
      .map((cell, column) =>
        column >= 1 && column <= 4 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join("  ")
      .trimEnd();
  const rule = widths.map((width) => "-".repeat(width)).join("  ");
  return [line(head), rule, ...rows.map(line)].join("\n");
}
