import type { Provider } from "ethers";
import { ServiceCoinError } from "../core/errors.js";
import { isBlockUnknown } from "../core/nodeErrors.js";
import { LogReader, type BlockRange, type LogFilter, type LogRange } from "./logReader.js";
import { sleep } from "./wait.js";

/** How often a range is requested from a node that has not seen its last block, before giving up. */
const ATTEMPTS = 10;

/** Milliseconds between these attempts. */
const PAUSE = 200;

/** Which logs to read, once. */
export interface LogQuery extends LogFilter {
  /** First block. Default: 0. */
  from?: number | undefined;
  /** Last block. Default: the chain's last block when reading begins. */
  to?: number | undefined;
  /**
   * Reads the newest blocks first. The logs of one batch are in the order of the chain all the same. Default: false.
   */
  newestFirst?: boolean | undefined;
  /** Ends reading: the iteration then throws the signal's reason. */
  signal?: AbortSignal | undefined;
}

/** The logs of one range of blocks. */
export interface LogBatch extends BlockRange {
  /** In the order of the chain. */
  logs: LogRange["logs"];
}

/**
 * Reads logs of past blocks, in as many requests as the node demands. A batch may be empty; together they cover every
 * block once.
 *
 * The node must have seen the last block of each range. If it lags behind, or refuses a block that it has not seen, the
 * range is requested again for about two seconds.
 * @throws ServiceCoinError `Unreachable` when the node does not catch up; the node's own errors; the signal's reason
 */
export async function* readLogs(provider: Provider, query: LogQuery): AsyncGenerator<LogBatch> {
  const { from = 0, newestFirst = false, signal } = query;
  const reader = new LogReader(provider, query);
  const to = query.to ?? (await reader.head(signal));
  let left: BlockRange = { from, to };
  while (left.from <= left.to) {
    const batch = await readComplete(reader, left, newestFirst, signal);
    yield batch;
    left = newestFirst ? { from: left.from, to: batch.from - 1 } : { from: batch.to + 1, to: left.to };
  }
}

/** Reads a range at one end of `left`, as far as the node has seen it. */
async function readComplete(
  reader: LogReader,
  left: BlockRange,
  newestFirst: boolean,
  signal: AbortSignal | undefined,
): Promise<LogBatch> {
  let seen = 0;
  const rangeOf = (span: number): BlockRange =>
    newestFirst
      ? { from: Math.max(left.from, left.to - span + 1), to: left.to }
      : { from: left.from, to: Math.min(left.from + span - 1, left.to) };
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (attempt > 0) await sleep(PAUSE, signal);
    const range = await reader.read(rangeOf, signal).catch((error: unknown) => {
      if (attempt === ATTEMPTS - 1 || !isBlockUnknown(error)) throw error;
      return undefined;
    });
    if (range === undefined) continue;
    const { from, to, logs, head } = range;
    if (head >= to) return { from, to, logs };
    if (!newestFirst && head >= from) {
      return { from, to: head, logs: logs.filter(({ blockNumber }) => blockNumber <= head) };
    }
    seen = head;
  }
  const message = `it is at block ${seen}, behind block ${newestFirst ? left.to : left.from}`;
  throw new ServiceCoinError("Unreachable", { message });
}
