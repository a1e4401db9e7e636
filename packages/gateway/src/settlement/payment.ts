import type { Authorization } from "@servicecoin/sdk";
import type { SettlementErrorCode } from "./errors.js";

/** A signed and verified payment that the gateway was asked to settle. */
export interface Payment extends Authorization {
  /** Signature of a key (65 bytes) or of a smart wallet (any length). */
  signature: string;
  /**
   * Whether the payment goes into a transaction of its own. Either the payer's code runs (ERC-1271), which may need
   * more gas than its share of a batch, or the fields of a batch are too narrow for it.
   */
  alone: boolean;
}

/** What became of a payment. */
export type Outcome =
  | {
      /** The payee has the money. */
      status: "settled";
      hash: string;
      block: number;
    }
  | {
      /** The gateway charged nobody. */
      status: "failed";
      /** Name of the contract's error. */
      reason: string;
      /** Transaction in which it failed; absent if nothing was sent. */
      hash?: string;
    }
  | {
      /** Sent, but in no block yet. Retry with the same payment: it is never sent twice. */
      status: "pending";
      hash: string;
    }
  | {
      /** Not sent, for a reason unrelated to the payment. Retrying is safe: a payment can never be made twice. */
      status: "unsent";
      reason: SettlementErrorCode;
      /** The node's error, if that is why. */
      cause?: unknown;
    };

/** An outcome that no longer changes. */
export type FinalOutcome = Extract<Outcome, { status: "settled" | "failed" }>;

/** An outcome after which the payment is no longer in flight. */
export type ResolvedOutcome = Exclude<Outcome, { status: "pending" }>;

/**
 * Returns the identity of a payment: its payer and nonce. A chain uses each nonce of an account once (ERC-3009), so two
 * payments with the same key cannot both be made.
 */
export function keyOf({ from, nonce }: Pick<Payment, "from" | "nonce">): string {
  return `${from.toLowerCase()}:${nonce.toLowerCase()}`;
}

/** Returns whether two payments have the same key and the same terms. A payer may sign one nonce for two payees. */
export function isSame(one: Authorization, other: Authorization): boolean {
  return (
    keyOf(one) === keyOf(other) &&
    one.to.toLowerCase() === other.to.toLowerCase() &&
    one.value === other.value &&
    one.validAfter === other.validAfter &&
    one.validBefore === other.validBefore
  );
}
