import type { Payment } from "./payment.js";

/** A signed transaction. Broadcasting it repeatedly is harmless. */
export interface SignedTransaction {
  hash: string;
  /** Serialized, with its signature. */
  raw: string;
  /** Set if it makes no payment and only uses up the nonce of transactions that no block accepts. */
  isEmpty?: true;
}

/** How many transactions of the account are confirmed. */
export interface ConfirmedCount {
  count: number;
  /** Number of the block at which they were counted. */
  block: number;
}

/** Where a payment was made. */
export interface PaymentLocation {
  hash: string;
  block: number;
}

/** What a mined batch did. */
export interface BatchReceipt {
  block: number;
  /** Keys of the payments that were made, each proven by its own events. */
  made: ReadonlySet<string>;
  gasUsed: bigint;
  /** What the account paid for the gas, in wei. */
  fee: bigint;
}

/**
 * State of a transaction before it is confirmed: in a block without enough confirmations, known to the node but in no
 * block, or unknown to the node.
 */
export type Progress = "confirming" | "pending" | "unknown";

/** What the settlement needs from a chain and from the gateway's account. */
export interface SettlementChain {
  /** Identifies the chain, the coin and the account. A journal belongs to one identity. */
  readonly identity: string;
  /** Number of transactions of the account, including pending ones. This is the next nonce. */
  transactionCount(): Promise<number>;
  /** Number of confirmed transactions of the account. */
  confirmedCount(): Promise<ConfirmedCount>;
  /** Time of the latest block, in Unix seconds. */
  now(): Promise<bigint>;
  /**
   * Signs one transaction that makes all payments independently of each other. Sends nothing.
   * @throws SettlementError `FeesTooHigh`
   */
  sign(payments: readonly Payment[], nonce: number): Promise<SignedTransaction>;
  /**
   * Signs the same payments, or none if the transaction is empty, with the same nonce and a fee bump that nodes accept
   * for a replacement. Sends nothing.
   * @returns Undefined if the current fees suffice, or a fee bump would exceed maxFeePerGas.
   */
  bumpFees(
    payments: readonly Payment[],
    nonce: number,
    transaction: SignedTransaction,
  ): Promise<SignedTransaction | undefined>;
  /**
   * Signs an empty transaction that replaces another one. Its fees are those that nodes require for a replacement, or
   * the fee cap if that is lower. Sends nothing.
   * @throws SettlementError `FeesTooHigh`
   */
  cancel(nonce: number, transaction: SignedTransaction): Promise<SignedTransaction>;
  /**
   * Broadcasts a transaction. Succeeds if the node already has it.
   * @throws SettlementError `Refused` if the node certainly rejected it, `Unfit` if no node will ever accept it. Any
   * other error leaves it unknown.
   */
  broadcast(transaction: SignedTransaction): Promise<void>;
  /** Returns what the transaction did once it is confirmed, and its progress before. */
  receipt(hash: string, payments: readonly Payment[]): Promise<BatchReceipt | Progress>;
  /**
   * Finds the transaction that made exactly this payment, regardless of its sender. Anyone can submit a signed payment
   * that they have seen.
   * @param block The result reflects at least this block. A node that has not reached it fails.
   */
  findPayment(payment: Payment, block: number): Promise<PaymentLocation | undefined>;
  /**
   * Returns the name of the error with which the payment would revert now; `NotMade` if it would succeed, `NotValidYet`
   * if a later block takes it.
   * @param block As for `findPayment`. Default: any block.
   */
  revertReason(payment: Payment, block?: number): Promise<string>;
}
