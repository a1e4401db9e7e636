import type { Log, Provider, TopicFilter } from "ethers";
import { isTooLarge } from "./refusal.js";
import { orAborted } from "./wait.js";

/** Public nodes reject larger ranges. */
export const MAX_SPAN = 10_000;

/** How much the span grows after a full range was read. */
const GROWTH = 1.25;

/** Which logs to read. */
export interface LogFilter {
  /** Contracts that wrote the logs. */
  addresses: string | readonly string[];
  /** As `eth_getLogs` takes them. Default: every topic. */
  topics?: TopicFilter | undefined;
  /** Most blocks of one request. Default: 10,000. */
  span?: number | undefined;
}

/** The first and the last block of a range. */
export interface BlockRange {
  from: number;
  to: number;
}

/** Logs of one range of blocks. */
export interface LogRange extends BlockRange {
  logs: Log[];
  /** The node's last block when it read the logs: what it returned is complete up to this block only. */
  head: number;
}

/**
 * Reads logs in ranges that the node accepts: halves the number of blocks when the node rejects a range as too large,
 * and grows it again afterwards. What it learned about the node stays with the reader.
 */
export class LogReader {
  readonly #provider: Provider;
  readonly #filter: { address: string | string[]; topics: TopicFilter };
  readonly #maxSpan: number;
  #span: number;

  constructor(provider: Provider, { addresses, topics = [], span = MAX_SPAN }: LogFilter) {
    this.#provider = provider;
    this.#filter = { address: typeof addresses === "string" ? addresses : [...addresses], topics };
    this.#maxSpan = Math.max(1, Math.floor(span));
    this.#span = this.#maxSpan;
  }

  /** The node's last block. */
  async head(signal?: AbortSignal): Promise<number> {
    return orAborted(this.#provider.getBlockNumber(), signal);
  }

  /**
   * Reads one range.
   * @param rangeOf Returns the range to read, of at most `span` blocks. It is called again with a smaller span if the
   * node rejects it.
   * @throws the node's error when it rejects even a single block or fails for another reason; the signal's reason
   */
  async read(rangeOf: (span: number) => BlockRange, signal?: AbortSignal): Promise<LogRange> {
    for (;;) {
      const range = rangeOf(this.#span);
      const length = range.to - range.from + 1;
      try {
        const [head, logs] = await orAborted(this.#request(range), signal);
        // A short range does not show that the node accepts a longer one.
        if (length >= this.#span) this.#span = Math.min(Math.ceil(this.#span * GROWTH), this.#maxSpan);
        return { ...range, logs, head };
      } catch (error) {
        if (length <= 1 || signal?.aborted || !isTooLarge(error)) throw error;
        this.#span = Math.max(1, Math.floor(Math.min(length, this.#span) / 2));
      }
    }
  }

  /**
   * Requests the logs and, just before them, the head. ethers sends both in one HTTP request, which a load balancer
   * passes on to one node: a node that lags behind would return an empty list for blocks that it has not seen.
   */
  #request({ from, to }: BlockRange): Promise<[head: number, logs: Log[]]> {
    return Promise.all([
      this.#provider.getBlockNumber(),
      this.#provider.getLogs({ ...this.#filter, fromBlock: from, toBlock: to }),
    ]);
  }
}
