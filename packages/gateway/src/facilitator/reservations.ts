import { isSame, keyOf, type Payment } from "../settlement/payment.js";

interface Held {
  payment: Payment;
  /** When it was verified, in milliseconds since 1970. */
  since: number;
  /** When it ends. */
  until: number;
  /** Block in which it was made, if it was. */
  block?: number;
}

/** A payment that was promised. */
export interface Promised {
  payment: Payment;
  /** Block in which it was made, if it was. */
  block?: number;
}

/** How long verified payments need not be verified again, and how many are held. */
export interface ReservationLimits {
  /** Milliseconds. */
  fresh: number;
  /** The most of one payer; beyond it nothing more is taken from him. */
  mostOfPayer: number;
  /** The most of all; beyond it the earliest end early. */
  most: number;
}

/**
 * What payers have promised and not paid yet. Each payment is simulated by itself, so without this one balance would verify any number of
 * payments, and sellers would work for all of them. Only what was verified comes in here, so nobody can hold up somebody else's money.
 */
export class Reservations {
  /** In the order in which they were verified. */
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
    const held = this.live(keyOf(payment));
    return held !== undefined && !isSame(held.payment, payment);
  }

  /** What the payer has promised beside this payment, and what of that was paid a moment ago. */
  others(payment: Payment): Promised[] {
    const keys = [...(this.byPayer.get(payment.from) ?? [])].filter((key) => key !== keyOf(payment));
    return keys.flatMap((key) => this.live(key) ?? []);
  }

  /** Whether the payer has promised as many payments as may be. */
  isFull(payment: Payment): boolean {
    return this.others(payment).filter(({ block }) => block === undefined).length >= this.limits.mostOfPayer;
  }

  /**
   * Counts a verified payment from now on, once.
   * @param hold Milliseconds by which it is settled or given up.
   */
  reserve(payment: Payment, hold: number): void {
    this.release(payment);
    const key = keyOf(payment);
    const now = this.now();
    this.held.set(key, { payment, since: now, until: now + hold });
    const keys = this.byPayer.get(payment.from) ?? new Set();
    this.byPayer.set(payment.from, keys.add(key));
    this.forget();
  }

  /**
   * It was paid.
   * @param block In which.
   * @param hold Milliseconds for which those who have read an older balance must know of it.
   */
  settle(payment: Payment, block: number, hold: number): void {
    this.reserve(payment, hold);
    const held = this.held.get(keyOf(payment));
    if (held) held.block = block;
  }

  /** Counts it no more: it was refused. */
  release(payment: Payment): void {
    this.drop(keyOf(payment));
  }

  private live(key: string): Held | undefined {
    const held = this.held.get(key);
    if (held === undefined || held.until > this.now()) return held;
    this.drop(key);
    return undefined;
  }

  private forget(): void {
    for (const key of this.held.keys()) {
      if (this.live(key) !== undefined && this.held.size <= this.limits.most) return;
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
