import { isTooLarge } from "@servicecoin/sdk/internal";
import type { Chain } from "../chain/chain.js";
import { InconsistentNodeError } from "../chain/inconsistentNodeError.js";
import type { RawLog } from "../chain/rpc.js";
import type { Batch, Cursor } from "../store/store.js";
import { requireWithin, toBatch } from "./toBatch.js";

/** Public nodes reject larger ranges. */
const MAX_SPAN = 10_000;

/** Logs per request that are worth waiting for; a range that returned more makes the next one shorter. */
const WANTED_LOGS = 10_000;

/** How much the span grows after a range was read. */
const GROWTH = 1.5;

/** Logs that are gathered for one transaction: the more, the fewer rows of entities are written again and again. */
const GATHERED_LOGS = 25_000;

/** Milliseconds for which ranges with few logs are gathered. */
const GATHERING_TIME = 1_000;

/** The most logs of one transaction. */
const MAX_LOGS = 50_000;

/**
 * Reads the logs of past blocks in ranges that the node accepts, and gathers them for few transactions. A range that
 * is too large is halved; a single block that is too large is read contract by contract.
 */
export class HistoricalSync {
  readonly #chain: Chain;
  #span = 500;

  constructor(chain: Chain) {
    this.#chain = chain;
  }

  /**
   * Reads a range of blocks, in batches of whole blocks. The next range is requested while a batch is handled. What was
   * gathered before an error comes before it.
   * @param before What is indexed already: each range must follow the one before on the same chain.
   * @throws InconsistentNodeError; the node's errors
   */
  async *read(from: number, to: number, before: Cursor | undefined): AsyncGenerator<Batch> {
    let last = before;
    let next: Promise<Range> | undefined = this.#range(from, to);
    let gathered: Range | undefined;
    let since = performance.now();
    while (next !== undefined) {
      let range: Range;
      try {
        range = await next;
        requireAfter(range, last);
      } catch (error) {
        if (gathered !== undefined) yield* this.#batches(gathered);
        throw error;
      }
      next = range.to < to ? this.#range(range.to + 1, to) : undefined;
      // An error is thrown when it is this range's turn.
      next?.catch(() => undefined);
      last = range.end;
      gathered = gathered === undefined ? range : joined(gathered, range);
      const isEnough = gathered.logs.length >= GATHERED_LOGS || performance.now() - since >= GATHERING_TIME;
      if (next !== undefined && !isEnough) continue;
      yield* this.#batches(gathered);
      gathered = undefined;
      since = performance.now();
    }
  }

  async #range(from: number, last: number): Promise<Range> {
    for (;;) {
      const to = Math.min(from + this.#span - 1, last);
      try {
        const end = await this.#chain.header(to);
        const logs = await this.#logs(from, to);
        requireWithin(logs, from, to);
        logs.sort((a, b) => a.block - b.block || a.logIndex - b.logIndex);
        const { parentHash } = from === to ? end : await this.#chain.header(from);
        // The same block before and after: the node was on one chain while it answered.
        const { hash } = await this.#chain.header(to);
        if (hash !== end.hash) throw new InconsistentNodeError(`Block ${to} changed from ${end.hash} to ${hash}`);
        this.#adapt(to - from + 1, logs.length);
        return { from, to, parentHash, end: { block: to, hash, time: end.time }, logs };
      } catch (error) {
        if (to === from || !isTooLarge(error)) throw error;
        this.#span = Math.max(1, Math.floor((to - from + 1) / 2));
      }
    }
  }

  async #logs(from: number, to: number): Promise<RawLog[]> {
    try {
      return await this.#chain.logs({ from, to });
    } catch (error) {
      if (from !== to || !isTooLarge(error)) throw error;
      const parts: RawLog[] = [];
      for (const address of this.#chain.addresses) {
        parts.push(...(await this.#chain.logs({ from, to }, { addresses: [address] })));
      }
      return parts;
    }
  }

  /** A short last range does not show that the node accepts a longer one. */
  #adapt(length: number, logs: number): void {
    if (logs > WANTED_LOGS) this.#span = Math.max(1, Math.floor((length * WANTED_LOGS) / logs));
    else if (length >= this.#span) this.#span = Math.min(Math.ceil(this.#span * GROWTH), MAX_SPAN);
  }

  async *#batches({ end, logs }: Range): AsyncGenerator<Batch> {
    let start = 0;
    while (logs.length - start > MAX_LOGS) {
      const part = wholeBlocks(logs, start);
      const last = part.at(-1) as RawLog;
      start += part.length;
      if (start === logs.length) {
        yield* [await toBatch(this.#chain, { cursor: end, logs: part, isVerified: false })];
        return;
      }
      const { time = (await this.#chain.header(last.block)).time } = last;
      const cursor = { block: last.block, hash: last.blockHash, time };
      yield await toBatch(this.#chain, { cursor, logs: part, isVerified: false });
    }
    yield await toBatch(this.#chain, { cursor: end, logs: logs.slice(start), isVerified: false });
  }
}

interface Range {
  from: number;
  to: number;
  /** Hash of the block before. */
  parentHash: string;
  end: Cursor;
  logs: RawLog[];
}

function joined({ from, parentHash, logs }: Range, { to, end, logs: more }: Range): Range {
  return { from, to, parentHash, end, logs: [...logs, ...more] };
}

/** About `MAX_LOGS` logs from an index on, of whole blocks. */
function wholeBlocks(logs: readonly RawLog[], start: number): RawLog[] {
  const first = logs[start]?.block;
  let end = start + MAX_LOGS;
  const cut = logs[end]?.block;
  if (cut !== first) while (logs[end - 1]?.block === cut) end--;
  else while (logs[end]?.block === cut) end++;
  return logs.slice(start, end);
}

/** @throws InconsistentNodeError when the chain was reorganized between the ranges */
function requireAfter({ from, parentHash }: Range, last: Cursor | undefined): void {
  if (last?.block !== from - 1 || last.hash === parentHash) return;
  throw new InconsistentNodeError(
    `Block ${from} follows ${parentHash}, but block ${last.block} was ${last.hash} when it was read`,
  );
}
