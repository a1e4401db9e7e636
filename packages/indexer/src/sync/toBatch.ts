import type { Chain } from "../chain/chain.js";
import type { RawLog } from "../chain/rpc.js";
import type { Batch, Cursor } from "../store/store.js";

/** Logs of consecutive blocks, sorted, complete up to the cursor. */
export interface ReadLogs {
  cursor: Cursor;
  logs: RawLog[];
  /** Whether the receipts of every block were checked. */
  isVerified: boolean;
}

/** A node whose answers contradict each other. Asking again may help. */
export class InconsistentNodeError extends Error {
  override readonly name = "InconsistentNodeError";
}

/**
 * Adds the time of each block, which some nodes do not write into logs.
 * @throws InconsistentNodeError when two logs of one block name different blocks, or a log belongs to another block
 */
export async function toBatch(chain: Chain, { cursor, logs, isVerified }: ReadLogs): Promise<Batch> {
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
    logs: logs.map(({ block, logIndex, transactionHash, transactionIndex, address, topics, data }) => ({
      ...{ block, logIndex, transactionHash, transactionIndex, address, data },
      topics: topics.join(","),
      time: times.get(block) as number,
    })),
  };
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
