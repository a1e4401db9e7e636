import type { Payment } from "./payment.js";

/** A transaction that is ready to be sent, as often as need be. */
export interface SignedTransaction {
  hash: string;
  /** Serialized, with its signature. */
  raw: string;
  /** It makes no payment, and is there to use up the nonce of others that no block takes. */
  isEmpty?: true;
}

/** How many transactions of the account are in blocks. */
export interface MinedCount {
  count: number;
  /** Number of the block that says so. */
  block: number;
}

/** Where a payment was made. */
export interface Use {
  hash: string;
  block: number;
}

/** What a mined batch did. */
export interface BatchReceipt {
  block: number;
  /** Keys of the payments that were made, by their own events. */
  made: ReadonlySet<string>;
  gasUsed: bigint;
  /** What the account paid for the gas, in wei. */
  fee: bigint;
}

/**
 * Where a transaction is before its outcome stays: in a block that may still be taken back, known to the node and in no block, or not
 * known to the node.
 */
export type Progress = "confirming" | "waiting" | "unknown";

/** What the settlement needs of a chain and of the gateway's account. */
export interface SettlementChain {
  /** Names the chain, the coin and the account: what a journal is about. */
  readonly identity: string;
  /** Transactions of the account, also those that wait. The next takes this number as its nonce. */
  transactionCount(): Promise<number>;
  /** Transactions of the account in blocks that are deep enough for an outcome to stay. */
  mined(): Promise<MinedCount>;
  /** When the last block was made, in seconds since 1970. */
  now(): Promise<bigint>;
  /**
   * Signs one transaction that makes all payments, each for itself. Sends nothing.
   * @throws SettlementError `FeesTooHigh`
   */
  sign(payments: readonly Payment[], nonce: number): Promise<SignedTransaction>;
  /**
   * Signs the same payments, or none if the transaction is empty, with the same nonce for a fee at which nodes replace a transaction of
   * theirs. Sends nothing.
   * @returns Undefined when the transaction offers enough for now, or a dearer one would cost more than allowed.
   */
  outbid(
    payments: readonly Payment[],
    nonce: number,
    transaction: SignedTransaction,
  ): Promise<SignedTransaction | undefined>;
  /**
   * Signs an empty transaction that takes the place of another, for a fee at which nodes replace one of theirs, or the most that is
   * allowed. Sends nothing.
   * @throws SettlementError `FeesTooHigh`
   */
  cancel(nonce: number, transaction: SignedTransaction): Promise<SignedTransaction>;
  /**
   * Sends. A node that has the transaction already is content.
   * @throws SettlementError `Refused` when the node did not take it for certain, `Unfit` when it never will; anything else leaves it open.
   */
  broadcast(transaction: SignedTransaction): Promise<void>;
  /** What the transaction did, when it is deep enough in the chain; before, how far it is. */
  receipt(hash: string, payments: readonly Payment[]): Promise<BatchReceipt | Progress>;
  /**
   * Where exactly this payment was made, by whomever: anyone can submit a signed payment that he has seen.
   * @param block The answer counts for this block at least: a node that has not seen it yet does not answer.
   */
  findUse(payment: Payment, block: number): Promise<Use | undefined>;
  /**
   * Name of the error that the payment would meet now; `NotMade` when it would meet none.
   * @param block The answer counts for this block at least, as above; for any when undefined.
   */
  refusal(payment: Payment, block?: number): Promise<string>;
}
