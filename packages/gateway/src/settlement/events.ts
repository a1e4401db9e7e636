/** A batch that was sent. */
export interface BatchSent {
  /** Number of the batch. */
  batch: number;
  /** Nonce of the gateway's account. */
  nonce: number;
  hash: string;
  /** How many payments it makes. */
  payments: number;
  /** Whether it took the place of a cheaper transaction with the same payments. */
  isReplacement: boolean;
}

/** A batch whose outcomes are known. */
export interface BatchFinished {
  batch: number;
  nonce: number;
  /** The transaction that a block has; undefined when a transaction of somebody else took the nonce. */
  hash: string | undefined;
  settled: number;
  failed: number;
  /** Undefined when no transaction of the batch is in a block. */
  gasUsed: bigint | undefined;
  /** In wei. */
  fee: bigint | undefined;
}

/** A payment that came to its end. */
export interface PaymentEnded {
  status: "settled" | "failed" | "unsent";
  /** Why it was not settled. */
  reason: string | undefined;
  /** From being asked for, or from the start of the process, to its end. */
  seconds: number;
}

/** Told what happens, for logs and metrics. Must not throw. */
export interface SettlementListener {
  onSent?(batch: BatchSent): void;
  onFinished?(batch: BatchFinished): void;
  onEnded?(payment: PaymentEnded): void;
}
