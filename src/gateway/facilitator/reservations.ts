import { isSame, keyOf, type Payment } from "../settlement/payment.js";

interface Held {
  payment: Payment;
  /** Milliseconds since 1970. */
  until: number;
}

/**
 * What payers have promised and not paid yet. Each payment is simulated by itself, so without this one balance would verify any number of
 * payments, and sellers would work for all of them. Only a payer's own signature reserves, so nobody can hold up somebody else's money.
 */
export class Reservations {
  /** In the order in which they end. */
  private readonly held = new Map<string, Held>();
  private readonly sums = new Map<string, bigint>();

  /**
   * @param patience Milliseconds for which a verified payment counts; by then a seller has settled it or has given up.
   * @param limit The most that are held at once; beyond it the earliest end early.
   * @param now Milliseconds since 1970.
   */
  constructor(
    private readonly patience: number,
    private readonly limit: number,
    private readonly now: () => number = Date.now,
  ) {}

  /** Base units that the payer has promised, without this very payment. */
  others(payment: Payment): bigint {
    this.forget();
    const own = this.held.get(keyOf(payment))?.payment.value ?? 0n;
    return (this.sums.get(payment.from) ?? 0n) - own;
  }

  /** Whether the payer has promised another payment with the same nonce, of which only one can be made. */
  hasRival(payment: Payment): boolean {
    this.forget();
    const held = this.held.get(keyOf(payment));
    return held !== undefined && !isSame(held.payment, payment);
  }

  /** Counts a payment from now on, once. */
  reserve(payment: Payment): void {
    this.release(payment);
    const { from, value } = payment;
    this.held.set(keyOf(payment), { payment, until: this.now() + this.patience });
    this.sums.set(from, (this.sums.get(from) ?? 0n) + value);
    this.forget();
  }

  /** Counts it no more: it was paid or refused. */
  release(payment: Payment): void {
    this.drop(keyOf(payment));
  }

  private forget(): void {
    const now = this.now();
    for (const [key, { until }] of this.held) {
      if (until > now && this.held.size <= this.limit) return;
      this.drop(key);
    }
  }

  private drop(key: string): void {
    const held = this.held.get(key);
    if (held === undefined) return;
    this.held.delete(key);
    const { from, value } = held.payment;
    const left = (this.sums.get(from) ?? 0n) - value;
    if (left === 0n) this.sums.delete(from);
    else this.sums.set(from, left);
  }
}
