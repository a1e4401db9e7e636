import type { IndexStatus } from "@servicecoin/indexer";
import { duration, grouped } from "../output/value.js";

/** Milliseconds over which the rate is an average. */
const WINDOW = 10_000;
const BAR_WIDTH = 20;

/** How far a sync is. */
export interface SyncProgress {
  block: number;
  head: number;
  /** From 0 to 1. */
  done: number;
  blocksPerSecond: number;
  /** Undefined until there is a rate. */
  secondsLeft: number | undefined;
}

/** Measures how fast an index catches up. */
export class SyncRate {
  readonly #firstBlock: number;
  readonly #seen: { block: number; at: number }[] = [];

  /** @param firstBlock Block of the deployment. */
  constructor(firstBlock: number) {
    this.#firstBlock = firstBlock;
  }

  /**
   * Adds an observation.
   * @param now In milliseconds.
   * @returns undefined before the first blocks are indexed
   */
  observe({ cursor, head }: Pick<IndexStatus, "cursor" | "head">, now: number): SyncProgress | undefined {
    if (cursor === undefined || head === undefined) return undefined;
    const { block } = cursor;
    this.#seen.push({ block, at: now });
    while (this.#seen.length > 2 && now - (this.#seen[1]?.at ?? now) >= WINDOW) this.#seen.shift();
    const [first = { block, at: now }] = this.#seen;
    const blocksPerSecond = now > first.at ? Math.max(0, ((block - first.block) * 1_000) / (now - first.at)) : 0;
    const left = Math.max(0, head - block);
    const all = Math.max(1, head - this.#firstBlock + 1);
    return {
      block,
      head,
      done: Math.min(1, Math.max(0, all - left) / all),
      blocksPerSecond,
      secondsLeft: blocksPerSecond === 0 ? undefined : Math.ceil(left / blocksPerSecond),
    };
  }
}

/** One line about a sync. @param hasBar Whether the line is for a terminal. */
export function progressLine(progress: SyncProgress, hasBar: boolean): string {
  const { block, head, done, blocksPerSecond, secondsLeft } = progress;
  const filled = Math.floor(done * BAR_WIDTH);
  const bar = hasBar ? `[${"#".repeat(filled)}${"-".repeat(BAR_WIDTH - filled)}] ` : "";
  const rate = `${grouped(Math.round(blocksPerSecond))} blocks/s`;
  const left = secondsLeft === undefined ? "" : `, ${duration(BigInt(secondsLeft))} left`;
  return `${bar}${Math.floor(done * 100)} %, block ${grouped(block)} of ${grouped(head)}, ${rate}${left}`;
}
