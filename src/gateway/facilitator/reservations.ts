import { isSame, keyOf, type Payment } from "../settlement/payment.js";

interface Held {
  payment: Payment;
  /** When it was verified, in milliseconds since 1970. */
  since: number;
}

/** How long verified payments count, in milliseconds, and how many. */
export interface ReservationLimits {
  /** By then a seller has settled it or has given up. */
  hold: number;
  /** For so long it need not be verified again. */
  fresh: number;
  /** The most that are held; beyond it the earliest end early. */
  most: number;
}

/**
 * What payers have promised and not paid yet. Each payment is simulated by itself, so without this one balance would verify any number of
 * payments, and sellers would work for all of them. Only what was verified comes in here, so nobody can hold up somebody else's money.
 */
export class Reservations {
  /** In the order in which they end. */
  private readonly held = new Map<string, Held>();
  private readonly byPayer = new Map<string, Set<string>>();

  /** @param now Milliseconds since 1970. */
  constructor(
    private readonly limits: ReservationLimits,
    private readonly now: () => number = Date.now,
  ) {}

  /** This very payment, as it was verified a moment ago; undefined when that is too long ago or was another. */
  verified(payment: Payment): Payment | undefined {
    const held = this.held.get(keyOf(payment));
    if (held === undefined || held.since + this.limits.fresh <= this.now()) return undefined;
    return isSame(held.payment, payment) && held.payment.signature === payment.signature ? held.payment : undefined;
  }

  /** Whether the payer has promised another payment with the same nonce, of which only one can be made. */
  hasRival(payment: Payment): boolean {
    this.forget();
    const held = this.held.get(keyOf(payment));
    return held !== undefined && !isSame(held.payment, payment);
  }

  /** What the payer has promised beside this payment. */
  others(payment: Payment): Payment[] {
    this.forget();
    const keys = [...(this.byPayer.get(payment.from) ?? [])].filter((key) => key !== keyOf(payment));
    return keys.flatMap((key) => this.held.get(key)?.payment ?? []);
  }

  /** Counts a verified payment from now on, once. */
  reserve(payment: Payment): void {
    this.release(payment);
    const key = keyOf(payment);
    this.held.set(key, { payment, since: this.now() });
    const keys = this.byPayer.get(payment.from) ?? new Set();
    this.byPayer.set(payment.from, keys.add(key));
    this.forget();
  }

  /** Counts it no more: it was paid or refused. */
  release(payment: Payment): void {
    this.drop(keyOf(payment));
  }

  private forget(): void {
    const now = this.now();
    for (const [key, { since }] of this.held) {
      if (since + this.limits.hold > now && this.held.size <= this.limits.most) return;
      this.drop(key);
    }
  }

  private drop(key: string): void {
    const held = this.held.get(key);
    if (held === undefined) return;
    const { from } = held.payment;
    this.held.delete(key);
    const keys = this.byPayer.get(from);
    keys?.delete(key);
    if (keys?.size === 0) this.byPayer.delete(from);
  }
}
