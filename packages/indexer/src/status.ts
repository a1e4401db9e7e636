import type { VerificationCounts } from "./follow/liveFollow.js";
import type { NodeFaults } from "./sync/fullSync.js";
import type { Cursor } from "./store/store.js";

/** Where the index stands. */
export interface IndexStatus {
  /** Whether the rows are those of the node's last block, or of one of the last few. */
  ready: boolean;
  /** Why it is not ready. */
  reason: string | undefined;
  cursor: Cursor | undefined;
  /** The node's last block. */
  head: number | undefined;
  /** The last block that the chain can no longer replace; undefined where the node cannot tell. */
  finalized: number | undefined;
  /** Reorganizations since the start, and the deepest in blocks. */
  reorgs: { count: number; deepest: number; rebuilds: number };
  verification: VerificationCounts & { mode: string; possible: boolean };
  /** Blocks that did not recompute, where all are recomputed; undefined where not. */
  nodeFaults: NodeFaults | undefined;
}

/** A status as the indexer saves it for other processes. */
export interface SavedStatus extends IndexStatus {
  /** When, in seconds since 1970. An indexer that died does not say so. */
  savedAt: number;
}
