import type { Log, Provider } from "ethers";
import { LogReader, type LogFilter, type LogRange } from "./logReader.js";

/** Blocks that a reorganization may still replace; they are read again each time. */
export const REORG_WINDOW = 12;

/** Which logs to follow. */
export interface FollowFilter extends LogFilter {
  /** First block. */
  from: number;
  /** Number of blocks at the end of the chain that are read again, because the chain may replace them. Default: 12. */
  reorgWindow?: number | undefined;
}

/** What changed since the batch before. Undo `removed` first, then apply `logs`. */
export interface FollowedLogs {
  /** New logs, in the order of the chain. */
  logs: Log[];
  /** Logs of earlier batches that a reorganization took off the chain, the last first. */
  removed: Log[];
  /** Everything up to this block has been read. */
  block: number;
  /**
   * Set when the chain became shorter by more than the reorg window: every log above this block is void, and those that
   * are still on the chain come again. `removed` is empty then.
   */
  rewoundTo: number | undefined;
}

/**
 * Follows the logs of a chain that grows and reorganizes. It keeps its place when a request fails or the caller stops:
 * the next `catchUp` goes on from there.
 */
export class LogFollower {
  readonly #reader: LogReader;
  readonly #from: number;
  readonly #window: number;
  #last: number;
  /** Logs of the last blocks, by block, transaction and index. */
  #recent = new Map<string, Log>();

  constructor(provider: Provider, { from, reorgWindow = REORG_WINDOW, ...filter }: FollowFilter) {
    this.#reader = new LogReader(provider, filter);
    this.#from = from;
    this.#window = reorgWindow;
    this.#last = from - 1;
  }

  /** The last block that was read. */
  get block(): number {
    return this.#last;
  }

  /**
   * Reads up to the chain's last block. Yields each range, also without logs, so that `block` advances.
   * @param signal Ends the iteration without an error.
   * @throws the node's errors
   */
  async *catchUp(signal?: AbortSignal): AsyncGenerator<FollowedLogs> {
    try {
      const head = await this.#reader.head(signal);
      // A node that is a little behind another is no reorganization.
      if (head < this.#last - this.#window) yield this.#rewind(head);
      while (this.#last < head && !signal?.aborted) {
        const range = await this.#reader.read((span) => this.#rangeOf(span, head), signal);
        // The node that returned these logs has seen no new block: a later round may reach a node that has.
        if (range.head <= this.#last && range.head < range.to) return;
        yield this.#advance(range);
      }
    } catch (error) {
      if (!signal?.aborted) throw error;
    }
  }

  #rewind(head: number): FollowedLogs {
    this.#last = Math.max(this.#from - 1, head - this.#window);
    this.#recent.clear();
    return { logs: [], removed: [], block: this.#last, rewoundTo: this.#last };
  }

  /**
   * The next blocks and, before them, those that are read again: at most half of the span, so that there is progress.
   */
  #rangeOf(span: number, head: number): { from: number; to: number } {
    const again = Math.min(this.#window, Math.floor(span / 2));
    const from = Math.max(this.#from, this.#last + 1 - again);
    return { from, to: Math.min(this.#last + span - again, head) };
  }

  #advance({ from, to, logs, head }: LogRange): FollowedLogs {
    const block = Math.min(to, head);
    const read = new Map(logs.filter((log) => log.blockNumber <= block).map((log) => [keyOf(log), log]));
    const removed = [...this.#recent]
      .filter(([key, { blockNumber }]) => blockNumber >= from && blockNumber <= block && !read.has(key))
      .map(([, log]) => log)
      .sort((a, b) => b.blockNumber - a.blockNumber || b.index - a.index);
    const added = [...read].filter(([key]) => !this.#recent.has(key)).map(([, log]) => log);
    for (const log of removed) this.#recent.delete(keyOf(log));
    this.#last = Math.max(this.#last, block);
    this.#recent = new Map(
      [...this.#recent, ...read].filter(([, { blockNumber }]) => blockNumber > this.#last - this.#window),
    );
    return { logs: added, removed, block: this.#last, rewoundTo: undefined };
  }
}

function keyOf({ blockHash, transactionHash, index }: Log): string {
  return `${blockHash} ${transactionHash} ${index}`;
}
