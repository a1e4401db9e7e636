import type { Log } from "../lib/log.js";
import { statusTable, type Row } from "./statusTable.js";

/** What a terminal must offer. */
export type Terminal = Pick<NodeJS.WriteStream, "columns" | "rows" | "write" | "hasColors">;

/** Shows how the programs are. */
export interface Screen {
  /** @param footer The line below the table. */
  show(rows: readonly Row[], footer: string): void;
}

const DEFAULT_COLUMNS = 80;
const UP = (lines: number) => (lines === 0 ? "" : `\u001b[${lines}A`);
const CLEAR_LINE = "\u001b[K";
const CLEAR_BELOW = "\u001b[J";

/** Redraws the table in place, at the end of what a terminal shows. */
export class LiveScreen implements Screen {
  #drawn: readonly string[] = [];

  constructor(
    private readonly terminal: Terminal,
    private readonly isColored: boolean,
  ) {}

  show(rows: readonly Row[], footer: string): void {
    // Some terminals do not know their size.
    const columns = this.terminal.columns || DEFAULT_COLUMNS;
    const height = this.terminal.rows || Infinity;
    // A terminal wraps after the last column, and scrolls after the last row: both would break what is redrawn.
    const table = statusTable(rows, Date.now(), columns - 1, this.isColored);
    const below = footer === "" ? [] : ["", footer.slice(0, columns - 1)];
    const lines = [...table, ...below].slice(-(height - 1));
    // Lines that were drawn before the window became narrower take several rows now.
    const up = this.#drawn.reduce((sum, line) => sum + Math.max(1, Math.ceil(plainLength(line) / columns)), 0);
    const text = lines.map((line) => `${line}${CLEAR_LINE}\n`).join("");
    this.terminal.write(`${UP(Math.min(up, height - 1))}\r${text}${CLEAR_BELOW}`);
    this.#drawn = lines;
  }
}

/** Prints the table once, then a line for each change, so that a log stays small. */
export class PlainScreen implements Screen {
  readonly #said = new Map<string, string>();
  #hasTable = false;

  constructor(private readonly print: Log) {}

  show(rows: readonly Row[], footer: string): void {
    const now = new Map(rows.map((row) => [row.name, stateOf(row)]));
    if (!this.#hasTable) {
      this.#hasTable = true;
      this.print(`${statusTable(rows, Date.now(), Infinity, false).join("\n")}\n\n${footer}`);
    } else {
      for (const [name, state] of now) if (this.#said.get(name) !== state) this.print(`${name}: ${state}`);
    }
    for (const [name, state] of now) this.#said.set(name, state);
  }
}

function stateOf({ state, reason, notes }: Row): string {
  const below = [...(reason === undefined ? [] : [reason]), ...notes].join("; ");
  return below === "" ? state : `${state}: ${below}`;
}

function plainLength(line: string): number {
  return line.replaceAll(new RegExp("\u001b\\[[\\d;]*m", "g"), "").length;
}
