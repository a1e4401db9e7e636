import type { BatcherOptions } from "./batcher.js";
import type { ResolvedOutcome } from "./payment.js";

/** How the gateway settles. */
export interface SettlerOptions extends BatcherOptions {
  /** Milliseconds between two queries of the chain. */
  poll: number;
  /**
   * Resubmission timeout in milliseconds: a transaction in no block is then rebroadcast, or replaced with a price bump
   * if fees have risen.
   */
  resend: number;
  /** Payments in flight at once. Further ones are rejected. */
  capacity: number;
  /** Milliseconds for which a caller waits for a block before the outcome is "pending". */
  patience: number;
  /**
   * Timeout in milliseconds for each response of the node before a broadcast. Together with `patience` it bounds how
   * long a caller waits.
   */
  answerWithin: number;
  /** Milliseconds for which a shutdown waits for blocks, so that callers learn the outcome of their payments. */
  drain: number;
}

/** What is in flight. */
export interface SettlerLoad {
  /** Payments that were requested and have no outcome yet. */
  payments: number;
  /** Batches without final outcomes. */
  batches: number;
  capacity: number;
}

/** A batch that was broadcast. */
export interface BatchSent {
  /** Number of the batch. */
  batch: number;
  /** Nonce of the gateway's account. */
  nonce: number;
  hash: string;
  /** Number of its payments. */
  payments: number;
  /** Whether it replaces a transaction with lower fees. */
  isReplacement: boolean;
}

/** A batch whose outcomes are known. */
export interface BatchFinished {
  batch: number;
  nonce: number;
  /** The transaction in a block; undefined if a foreign transaction took the nonce. */
  hash: string | undefined;
  settled: number;
  failed: number;
  /** Undefined if no transaction of the batch is in a block. */
  gasUsed: bigint | undefined;
  /** In wei. */
  fee: bigint | undefined;
}

/** A payment that is no longer in flight. */
export interface PaymentEnded {
  status: ResolvedOutcome["status"];
  /** Why it was not settled. */
  reason: string | undefined;
  /** From the request, or from the start of the process, to the outcome. */
  seconds: number;
}

/** Receives events for logs and metrics. Must not throw. */
export interface SettlementListener {
  onSent?(batch: BatchSent): void;
  onFinished?(batch: BatchFinished): void;
  onEnded?(payment: PaymentEnded): void;
}
