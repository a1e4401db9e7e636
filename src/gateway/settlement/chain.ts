import type { Payment } from "./payment.js";

/** A transaction that is ready to be sent, as often as need be. */
export interface SignedTransaction {
  hash: string;
  /** Serialized, with its signature. */
  raw: string;
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
  /** Transactions of the account: those in blocks, or also those that wait. The next takes this number as its nonce. */
  transactionCount(which: "mined" | "all"): Promise<number>;
  /**
   * Signs one transaction that makes all payments, each for itself. Sends nothing.
   * @throws SettlementError `FeesTooHigh`
   */
  sign(payments: readonly Payment[], nonce: number): Promise<SignedTransaction>;
  /**
   * Signs the same payments with the same nonce for a fee at which nodes replace a transaction of theirs. Sends nothing.
   * @returns Undefined when the transaction offers enough for now, or a dearer one would cost more than allowed.
   */
  outbid(
    payments: readonly Payment[],
    nonce: number,
    transaction: SignedTransaction,
  ): Promise<SignedTransaction | undefined>;
  /**
   * Sends. A node that has the transaction already is content.
   * @throws SettlementError `Refused` when the node did not take it for certain; anything else leaves it open.
   */
  broadcast(transaction: SignedTransaction): Promise<void>;
  /** What the transaction did, when it is deep enough in the chain; before, how far it is. */
  receipt(hash: string, payments: readonly Payment[]): Promise<BatchReceipt | Progress>;
  /** Where exactly this payment was made, by whomever: anyone can submit a signed payment that he has seen. */
  findUse(payment: Payment): Promise<Use | undefined>;
  /** Name of the error that the payment would meet now; `NotMade` when it would meet none. */
  refusal(payment: Payment): Promise<string>;
}
