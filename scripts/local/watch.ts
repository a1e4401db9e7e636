import type { Alert, Channel } from "@servicecoin/monitor";
import type { Look } from "./look.js";
import type { Program } from "./program.js";
import { PROGRAMS, type ProgramName } from "./ports.js";
import type { Row } from "./statusTable.js";

/** Open alerts that are shown below the monitor. */
const SHOWN_ALERTS = 3;

/** A program and how to look at it. */
export interface Watched {
  program: Program;
  look: () => Promise<Look>;
}

/** Collects what all programs say, look by look. */
export class Watch {
  readonly #watched = new Map<ProgramName, Watched>();
  readonly #ended = new Map<ProgramName, string | undefined>();
  readonly #alerts = new Map<string, Alert>();
  readonly #blocks = new Map<ProgramName, { block: number; at: number }>();
  readonly #last = new Map<ProgramName, Row>();

  /** Learns of alerts. */
  readonly channel: Channel = {
    name: "table",
    deliver: async (alert) => {
      const key = `${alert.rule}:${alert.cause}`;
      if (alert.status === "firing") this.#alerts.set(key, alert);
      if (alert.status === "resolved") this.#alerts.delete(key);
      return Promise.resolve();
    },
  };

  add(watched: Watched): void {
    const { name, broken } = watched.program;
    this.#watched.set(name, watched);
    void broken.then(({ message }) => {
      this.end(name, message);
    });
  }

  /** Notes that a program has ended. @param reason Why, unless it was asked to. */
  end(name: ProgramName, reason?: string): void {
    this.#ended.set(name, reason);
  }

  /** Looks at all programs. */
  async rows(): Promise<Row[]> {
    const names = PROGRAMS.filter((name) => this.#watched.has(name));
    return Promise.all(names.map(async (name) => this.#row(name)));
  }

  /** The rows of the last look, with what has ended since. */
  lastRows(): Row[] {
    return PROGRAMS.flatMap((name) => {
      const row = this.#last.get(name);
      if (row === undefined) return [];
      return [this.#ended.has(name) ? { ...row, state: "stopped", reason: this.#ended.get(name) } : row];
    });
  }

  async #row(name: ProgramName): Promise<Row> {
    const watched = this.#watched.get(name);
    const url = watched?.program.url ?? "";
    const look: Look = this.#ended.has(name)
      ? { state: "stopped", reason: this.#ended.get(name) }
      : ((await watched?.look()) ?? { state: "down" });
    const notes = name === "monitor" ? this.#notes() : [];
    const row = { name, url, notes, ...look, at: look.at ?? this.#since(name, look.block) };
    this.#last.set(name, row);
    return row;
  }

  /** When the block of chain or indexer was seen first: the clock of a local chain may jump. */
  #since(name: ProgramName, block: number | undefined): number | undefined {
    if (block === undefined || (name !== "chain" && name !== "indexer")) return undefined;
    const before = this.#blocks.get(name);
    if (before?.block === block) return before.at;
    this.#blocks.set(name, { block, at: Date.now() });
    return Date.now();
  }

  #notes(): string[] {
    const open = [...this.#alerts.values()].map(({ severity, message }) => `${severity}: ${message}`);
    const rest = open.length - SHOWN_ALERTS;
    return rest > 0 ? [...open.slice(0, SHOWN_ALERTS), `and ${rest} more`] : open;
  }
}
