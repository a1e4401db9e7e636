import { keyOf, type FinalOutcome, type Payment } from "./payment.js";

/** A payment and its final outcome. */
export interface SettledPayment {
  payment: Payment;
  outcome: FinalOutcome;
}

/** How much is kept. */
export interface SettledPaymentLimits {
  payments: number;
  /** Characters of all signatures: signatures of smart wallets can be long. */
  signatures: number;
}

const LIMITS: SettledPaymentLimits = { payments: 50_000, signatures: 32 * 1024 * 1024 };

/**
 * Settled payments, kept for repeated requests. Expired payments need not be kept: the chain rejects them by their
 * time. Of the others only the latest are kept, because a payer may sign without an expiry. For an evicted payment, a
 * repeated request reports a used nonce.
 */
export class SettledPayments {
  /** In the order of settlement. */
  private readonly byKey = new Map<string, SettledPayment>();
  private signatures = 0;

  constructor(private readonly limits: SettledPaymentLimits = LIMITS) {}

  get size(): number {
    return this.byKey.size;
  }

  get(key: string): SettledPayment | undefined {
    return this.byKey.get(key);
  }

  /** All kept payments, earliest first. */
  values(): SettledPayment[] {
    return [...this.byKey.values()];
  }

  /** Adds a payment, and evicts the earliest ones beyond the limits. */
  add(settled: SettledPayment): void {
    const key = keyOf(settled.payment);
    this.delete(key);
    this.byKey.set(key, settled);
    this.signatures += settled.payment.signature.length;
    for (const earliest of this.byKey.keys()) {
      if (this.byKey.size <= this.limits.payments && this.signatures <= this.limits.signatures) return;
      this.delete(earliest);
    }
  }

  /** Evicts all expired payments. @param now Unix time in seconds. */
  evictExpired(now: bigint): void {
    for (const [key, { payment }] of this.byKey) if (payment.validBefore <= now) this.delete(key);
  }

  private delete(key: string): void {
    const settled = this.byKey.get(key);
    if (settled === undefined) return;
    this.byKey.delete(key);
    this.signatures -= settled.payment.signature.length;
  }
}
