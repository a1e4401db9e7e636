import type { Log } from "ethers";

/** A signed transaction. Broadcasting it repeatedly is harmless. */
export interface SignedTransaction {
  hash: string;
  /** Serialized, with its signature. */
  raw: string;
  /** Set if it does no work and only uses up the nonce of transactions that no block accepts. */
  isEmpty?: true;
}

/** How many transactions of the account are confirmed. */
export interface ConfirmedCount {
  count: number;
  /** Number of the block at which they were counted. */
  block: number;
}

/** What a confirmed transaction did. */
export interface Receipt {
  hash: string;
  block: number;
  /** False if it reverted. */
  succeeded: boolean;
  logs: readonly Log[];
  gasUsed: bigint;
  /** What the account paid for the gas, in wei. */
  fee: bigint;
}

/**
 * State of a transaction before it is confirmed: in a block without enough confirmations, known to the node but in no
 * block, or unknown to the node.
 */
export type Progress = "confirming" | "pending" | "unknown";

/**
 * What a transaction manager needs from a chain and from its account.
 * @typeParam Purpose What a transaction is for.
 */
export interface TransactionChain<Purpose> {
  /** Identifies the chain, the account and the use. A journal belongs to one identity. */
  readonly identity: string;
  /** Number of transactions of the account, including pending ones. This is the next nonce. */
  transactionCount(): Promise<number>;
  /** Number of confirmed transactions of the account. */
  confirmedCount(): Promise<ConfirmedCount>;
  /**
   * Signs the transaction for a purpose. Sends nothing.
   * @throws TransactionError `FeesTooHigh`
   */
  sign(purpose: Purpose, nonce: number): Promise<SignedTransaction>;
  /**
   * Signs the same work, or none if the transaction is empty, with the same nonce and a price bump that nodes accept
   * for a replacement. Sends nothing.
   * @returns Undefined if the current fees suffice, or a price bump would exceed the fee cap.
   */
  bumpFees(purpose: Purpose, nonce: number, transaction: SignedTransaction): Promise<SignedTransaction | undefined>;
  /**
   * Signs an empty transaction that replaces another one. Its fees are those that nodes require for a replacement, or
   * the fee cap if that is lower. Sends nothing.
   * @throws TransactionError `FeesTooHigh`
   */
  cancel(nonce: number, transaction: SignedTransaction): Promise<SignedTransaction>;
  /**
   * Broadcasts a transaction. Succeeds if the node already has it.
   * @throws TransactionError `Refused` if the node certainly rejected it, `Unfit` if no node will ever accept it. Any
   * other error leaves it unknown.
   */
  broadcast(transaction: SignedTransaction): Promise<void>;
  /** Returns what the transaction did once it is confirmed, and its progress before. */
  receipt(hash: string): Promise<Receipt | Progress>;
}
