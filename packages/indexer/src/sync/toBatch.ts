import type { Chain } from "../chain/chain.js";
import { InconsistentNodeError } from "../chain/inconsistentNodeError.js";
import type { RawLog } from "../chain/rpc.js";
import type { Batch, Cursor } from "../store/store.js";

/** Logs of consecutive blocks, complete up to the cursor. */
export interface ReadLogs {
  cursor: Cursor;
  logs: RawLog[];
  /** Whether the receipts of every block were checked. */
  isVerified: boolean;
}

/**
 * Puts logs in order, and adds the time of each block, which some nodes do not write into logs.
 * @throws InconsistentNodeError when two logs of one block name different blocks, or a log belongs to another block
 */
export async function toBatch(chain: Chain, { cursor, logs: read, isVerified }: ReadLogs): Promise<Batch> {
  const logs = inOrder(read);
  const hashes = new Map<number, string>([[cursor.block, cursor.hash]]);
  const times = new Map<number, number>([[cursor.block, cursor.time]]);
  for (const { block, blockHash, time } of logs) {
    const known = hashes.get(block);
    if (known !== undefined && known !== blockHash) {
      throw new InconsistentNodeError(`The node names two hashes of block ${block}: ${known} and ${blockHash}`);
    }
    hashes.set(block, blockHash);
    if (time !== undefined && !times.has(block)) times.set(block, time);
  }
  await addTimes(chain, hashes, times);
  const verified = isVerified ? 1 : 0;
  return {
    cursor,
    blocks: [...hashes].map(([number, hash]) => ({ number, hash, time: times.get(number) as number, verified })),
    logs: logs.map((log) => ({
      block: log.block,
      logIndex: log.logIndex,
      time: times.get(log.block) as number,
      transactionHash: log.transactionHash,
      transactionIndex: log.transactionIndex,
      address: log.address,
      topics: log.topics.join(","),
      data: log.data,
    })),
  };
}

/** Logs in the order of the chain, each once: some nodes return logs twice or unsorted. */
function inOrder(logs: readonly RawLog[]): readonly RawLog[] {
  if (isInOrder(logs)) return logs;
  const sorted = [...logs].sort((a, b) => a.block - b.block || a.logIndex - b.logIndex);
  return sorted.filter((log, index) => {
    const before = sorted[index - 1];
    if (before?.block !== log.block || before.logIndex !== log.logIndex) return true;
    if (before.blockHash === log.blockHash && before.data === log.data && before.topics.join() === log.topics.join())
      return false;
    throw new InconsistentNodeError(`The node has two logs ${log.logIndex} of block ${log.block}`);
  });
}

function isInOrder(logs: readonly RawLog[]): boolean {
  return logs.every((log, index) => {
    const before = logs[index - 1];
    return (
      before === undefined || before.block < log.block || (before.block === log.block && before.logIndex < log.logIndex)
    );
  });
}

/** @throws InconsistentNodeError when a log is of another block than was asked for */
export function requireWithin(logs: readonly RawLog[], from: number, to: number, hash?: string): void {
  const stray = logs.find(({ block, blockHash }) => block < from || block > to || (hash ?? blockHash) !== blockHash);
  if (stray === undefined) return;
  const asked = from === to ? `block ${from}` : `blocks ${from} to ${to}`;
  throw new InconsistentNodeError(
    `Asked for ${asked}, the node returned a log of block ${stray.block} (${stray.blockHash})`,
  );
}

/** Headers that are requested at once. */
const CONCURRENT_HEADERS = 100;

async function addTimes(chain: Chain, hashes: Map<number, string>, times: Map<number, number>): Promise<void> {
  const unknown = [...hashes.keys()].filter((number) => !times.has(number));
  for (let start = 0; start < unknown.length; start += CONCURRENT_HEADERS) {
    const headers = await chain.headers(unknown.slice(start, start + CONCURRENT_HEADERS));
    for (const { number, hash, time } of headers) {
      if (hashes.get(number) !== hash) {
        throw new InconsistentNodeError(`Block ${number} is ${hash}, but the node has logs of ${hashes.get(number)}`);
      }
      times.set(number, time);
    }
  }
}
