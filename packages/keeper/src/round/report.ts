import type { Outcome } from "@servicecoin/tx";
import type { DutyKind } from "../duties/duty.js";
import type { Aside } from "../state/setAside.js";
import type { Purpose } from "../state/purpose.js";

/** Kinds of what keeps a keeper from sending. */
export const OBSTACLE_KINDS = ["node", "index", "account", "gasPrice", "budget", "transactions"] as const;

/** Why nothing, or nothing more, is sent. */
export interface Obstacle {
  kind: (typeof OBSTACLE_KINDS)[number];
  reason: string;
}

/** What one round did. */
export interface RoundReport {
  /** Due things that the policy covers, by the index. */
  due: number;
  /** Due things that are left to others for now. */
  waiting: number;
  /** Things that this keeper has done. */
  done: number;
  /** Things that were no longer due when it looked: somebody else has done them. */
  lost: number;
  /** Things that failed and were set aside. */
  failed: number;
  /** What it would have done, in a dry run. */
  planned: number;
  /** Transactions in a block. */
  transactions: number;
  /** Transactions among them that a block included in vain. */
  reverted: number;
  /** Wei for gas. */
  fees: bigint;
  obstacles: Obstacle[];
}

/** Returns the report of a round that has done nothing yet. */
export function emptyReport(): RoundReport {
  const none = { due: 0, waiting: 0, done: 0, lost: 0, failed: 0, planned: 0, transactions: 0, reverted: 0, fees: 0n };
  return { ...none, obstacles: [] };
}

/** Hears what the keeper does, for log and metrics. */
export interface KeeperListener {
  onDue?(due: ReadonlyMap<DutyKind, number>): void;
  onSent?(purpose: Purpose, hash: string): void;
  onPlanned?(purpose: Purpose): void;
  /** Also for transactions that an earlier run has sent. */
  onEnded?(purpose: Purpose, outcome: Outcome): void;
  onLost?(duty: DutyKind, keys: readonly string[]): void;
  onSetAside?(duty: DutyKind, aside: Aside): void;
  onRound?(report: RoundReport): void;
}
