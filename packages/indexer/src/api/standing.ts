import type { SnapshotInfo } from "../query/reader.js";
import type { Cursor } from "../store/store.js";

/** Seconds without a word from the indexer after which its rows count as old. */
const SILENCE = 60;

/** How far an answer is to be trusted. Part of every answer. */
export interface Standing {
  asOfBlock: number;
  blockHash: string;
  /** Time of the block, in seconds since 1970. */
  time: number;
  /** Whether the chain can no longer replace the block. */
  finalized: boolean;
  /** Whether the index is up to date. */
  ready: boolean;
  /** Why it is not. */
  reason?: string;
}

/** Says how far an answer of this block is to be trusted. */
export function standingOf(cursor: Cursor, status: SnapshotInfo["status"], now: number): Standing {
  const reason = reasonOf(status, now);
  return {
    asOfBlock: cursor.block,
    blockHash: cursor.hash,
    time: cursor.time,
    finalized: status?.finalized !== undefined && cursor.block <= status.finalized,
    ready: reason === undefined,
    ...(reason !== undefined && { reason }),
  };
}

/** Why the index is not ready; undefined when it is. */
export function reasonOf(status: SnapshotInfo["status"], now: number): string | undefined {
  if (status === undefined) return "the indexer has not said yet where it is";
  if (!status.ready) return status.reason ?? "the indexer is not ready";
  const silence = now - status.savedAt;
  return silence > SILENCE ? `the indexer has said nothing for ${silence} seconds` : undefined;
}
