import { styleText } from "node:util";
import type { Look } from "./look.js";
import type { ProgramName } from "./ports.js";

/** A line of the table. */
export interface Row extends Look {
  name: ProgramName;
  url: string;
  /** Lines below it, for example about alerts. */
  notes: readonly string[];
}

const COLORS = { ready: "green", down: "yellow", stopped: "red" } as const;
/** Widths of the columns. Together they fit 80 columns. */
const WIDTHS = { name: 11, url: 21, state: 7, block: 5, action: 20 };
const INDENT = " ".repeat(WIDTHS.name + 2);

/**
 * Formats the table.
 * @param now In milliseconds since 1970.
 * @param columns Width of the terminal; longer lines are cut.
 * @param isColored Whether the terminal shows colors.
 */
export function statusTable(rows: readonly Row[], now: number, columns: number, isColored: boolean): string[] {
  const styled = (style: Parameters<typeof styleText>[0], text: string) =>
    isColored ? styleText(style, text, { validateStream: false }) : text;
  const header = lineOf(["Program", "URL", "State", "Block", "Last action", ""]).slice(0, columns);
  const lines = rows.flatMap((row) => {
    const { name, url, state, reason, notes, block, action = "", at } = row;
    const cells = [name, url, state, block === undefined ? "" : String(block), action, ageOf(at, now)];
    const line = lineOf(cells).slice(0, columns);
    const colored = state === "ready" ? line : line.replace(` ${state} `, ` ${styled(COLORS[state], state)} `);
    const below = [...(reason === undefined ? [] : [reason]), ...notes];
    return [colored, ...below.map((text) => cut(`${INDENT}${oneLine(text)}`, columns))];
  });
  return [styled("bold", header), ...lines];
}

function lineOf([name = "", url = "", state = "", block = "", action = "", age = ""]: string[]): string {
  return [
    ...[name.padEnd(WIDTHS.name + 1), url.padEnd(WIDTHS.url + 1), state.padEnd(WIDTHS.state)],
    ...[block.padStart(WIDTHS.block), ` ${cut(action, WIDTHS.action).padEnd(WIDTHS.action)}`, age],
  ]
    .join(" ")
    .trimEnd();
}

/** How long ago something was. */
function ageOf(at: number | undefined, now: number): string {
  if (at === undefined) return "";
  const seconds = Math.max(0, Math.round((now - at) / 1_000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min`;
  return `${Math.floor(seconds / 3_600)} h`;
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

/** What others say may have any characters. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]+/gu, " ");
}
