import type { Receipt, TransactionChain } from "@servicecoin/tx";
import type { Payment } from "./payment.js";

/** Where a payment was made. */
export interface PaymentLocation {
  hash: string;
  block: number;
}

/** What the settlement needs from a chain and from the gateway's account. A transaction makes a batch of payments. */
export interface SettlementChain extends TransactionChain<readonly Payment[]> {
  /** Time of the latest block, in Unix seconds. */
  now(): Promise<bigint>;
  /** Returns the keys of the payments that a transaction made, each proven by its own events. */
  paymentsIn(receipt: Receipt, payments: readonly Payment[]): ReadonlySet<string>;
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
