import { keyOf, type FinalOutcome, type Payment } from "./payment.js";

/** A payment whose outcome is known. */
export interface Finished {
  payment: Payment;
  outcome: FinalOutcome;
}

/** How much is remembered. */
export interface MemoryLimits {
  payments: number;
  /** Characters of all signatures: those of smart wallets can be long. */
  signatures: number;
}

const LIMITS: MemoryLimits = { payments: 50_000, signatures: 32 * 1024 * 1024 };

/**
 * Settled payments, for those who ask again. Those that are no longer valid need no memory: the chain refuses them by their time. Of the
 * others the last are kept, for a payer may sign for all times: of what is forgotten the answer will be that its nonce is used.
 */
export class Remembered {
  /** In the order in which they ended. */
  private readonly finished = new Map<string, Finished>();
  private signatures = 0;

  constructor(private readonly limits: MemoryLimits = LIMITS) {}

  get size(): number {
    return this.finished.size;
  }

  get(key: string): Finished | undefined {
    return this.finished.get(key);
  }

  /** The earliest first. */
  values(): Finished[] {
    return [...this.finished.values()];
  }

  /** Takes one in, and forgets the earliest of too many. */
  add(finished: Finished): void {
    const key = keyOf(finished.payment);
    this.drop(key);
    this.finished.set(key, finished);
    this.signatures += finished.payment.signature.length;
    for (const earliest of this.finished.keys()) {
      if (this.finished.size <= this.limits.payments && this.signatures <= this.limits.signatures) return;
      this.drop(earliest);
    }
  }

  /** Forgets all that are no longer valid. @param now Seconds since 1970. */
  forget(now: bigint): void {
    for (const [key, { payment }] of this.finished) if (payment.validBefore <= now) this.drop(key);
  }

  private drop(key: string): void {
    const finished = this.finished.get(key);
    if (finished === undefined) return;
    this.finished.delete(key);
    this.signatures -= finished.payment.signature.length;
  }
}
