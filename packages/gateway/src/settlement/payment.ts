import type { Authorization } from "@servicecoin/sdk";
import type { SettlementErrorCode } from "./errors.js";

/** A signed payment that the gateway was asked to settle. Its signature was verified before. */
export interface Payment extends Authorization {
  /** Of a key (65 bytes) or of a smart wallet (any bytes). */
  signature: string;
  /**
   * Whether it goes into a transaction of its own: the payer's code takes part (ERC-1271), which may need more gas than its share of a
   * batch, or a batch cannot carry its numbers.
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
      /** Nobody was charged by the gateway. */
      status: "failed";
      /** Name of the contract's error. */
      reason: string;
      /** Transaction in which it failed; none when nothing was sent. */
      hash?: string;
    }
  | {
      /** It was sent, and no block has it yet. Ask again with the same payment: it is never sent twice. */
      status: "pending";
      hash: string;
    }
  | {
      /** It was not sent, for a reason that is not the payment's. Ask again: it can never be made twice. */
      status: "unsent";
      reason: SettlementErrorCode;
    };

/** An outcome that stays. */
export type FinalOutcome = Extract<Outcome, { status: "settled" | "failed" }>;

/** A payment as the journal writes it: JSON knows no big integers. Amounts in base units, times in seconds since 1970. */
export type WrittenPayment = Record<
  "from" | "to" | "value" | "validAfter" | "validBefore" | "nonce" | "signature",
  string
> & {
  alone: boolean;
};

/** Names a payment. A chain takes each nonce of an account once (ERC-3009), so two payments of the same name cannot both be made. */
export function keyOf({ from, nonce }: Pick<Payment, "from" | "nonce">): string {
  return `${from.toLowerCase()}:${nonce.toLowerCase()}`;
}

/** Whether two payments of one name also pay the same: a payer may sign one nonce for two payees. */
export function isSame(one: Authorization, other: Authorization): boolean {
  return (
    keyOf(one) === keyOf(other) &&
    one.to.toLowerCase() === other.to.toLowerCase() &&
    one.value === other.value &&
    one.validAfter === other.validAfter &&
    one.validBefore === other.validBefore
  );
}

export function writePayment(payment: Payment): WrittenPayment {
  const { value, validAfter, validBefore } = payment;
  return { ...payment, value: String(value), validAfter: String(validAfter), validBefore: String(validBefore) };
}

export function readPayment(written: WrittenPayment): Payment {
  const { value, validAfter, validBefore } = written;
  return { ...written, value: BigInt(value), validAfter: BigInt(validAfter), validBefore: BigInt(validBefore) };
}
