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
}

/** What the settlement needs of a chain and of the gateway's account. */
export interface SettlementChain {
  /** Transactions of the account: those in blocks, or also those that wait. The next takes this number as its nonce. */
  transactionCount(which: "mined" | "all"): Promise<number>;
  /** Signs one transaction that makes all payments, each for itself. Sends nothing. */
  sign(payments: readonly Payment[], nonce: number): Promise<SignedTransaction>;
  /**
   * Sends. A node that has the transaction already is content.
   * @throws SettlementError `Refused` when the node did not take it for certain; anything else leaves it open.
   */
  broadcast(transaction: SignedTransaction): Promise<void>;
  /**
   * What the transaction did, when it is deep enough in the chain. Before: "waiting" when the node knows of it, "unknown" when it does
   * not.
   */
  receipt(hash: string, payments: readonly Payment[]): Promise<BatchReceipt | "waiting" | "unknown">;
  /** Where exactly this payment was made, by whomever: anyone can submit a signed payment that he has seen. */
  findUse(payment: Payment): Promise<Use | undefined>;
  /** Name of the error that the payment would meet now. */
  refusal(payment: Payment): Promise<string>;
}
