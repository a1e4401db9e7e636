import { isSame, keyOf, type Payment } from "../settlement/payment.js";

/** Coins of a payer that a verified payment will spend. */
export interface Reservation {
  payment: Payment;
  /** Block in which the payment was made, if it was. */
  block?: number;
}

interface HeldReservation extends Reservation {
  /** When the payment was verified, in milliseconds since 1970. */
  verifiedAt: number;
  /** When the reservation ends, in milliseconds since 1970. */
  expiresAt: number;
}

/** How long a verification stays valid, and how many reservations are held. */
export interface ReservationLimits {
  /** Milliseconds for which a payment need not be verified again. */
  fresh: number;
  /** Reservations per payer at most. Beyond it, the payer's payments are rejected. */
  maxPerPayer: number;
  /** Reservations at most. Beyond it, the earliest ones of the payer who has the most end early. */
  max: number;
}

/**
 * Reservations of all payers. Each payment is simulated on its own, so without reservations a single balance would
 * verify any number of payments, and sellers would work for all of them. Only verified payments are reserved, so that
 * nobody can block another payer's coins.
 */
export class Reservations {
  /** In the order of verification. */
  private readonly held = new Map<string, HeldReservation>();
  private readonly byPayer = new Map<string, Set<string>>();

  /** @param now Returns milliseconds since 1970. */
  constructor(
    private readonly limits: ReservationLimits,
    private readonly now: () => number = Date.now,
  ) {}

  /**
   * Returns this very payment as it was verified recently; undefined if that is too long ago or it was a different one.
   */
  verified(payment: Payment): Payment | undefined {
    const held = this.held.get(keyOf(payment));
    if (held === undefined || held.verifiedAt + this.limits.fresh <= this.now()) return undefined;
    return isSame(held.payment, payment) && held.payment.signature === payment.signature ? held.payment : undefined;
  }

  /** Returns whether another payment with the same nonce is reserved. Only one of them can be made. */
  hasConflict(payment: Payment): boolean {
    const held = this.active(keyOf(payment));
    return held !== undefined && !isSame(held.payment, payment);
  }

  /** Returns the payer's other reservations, including those of payments made recently. */
  others(payment: Payment): Reservation[] {
    const keys = [...(this.byPayer.get(payment.from) ?? [])].filter((key) => key !== keyOf(payment));
    return keys.flatMap((key) => this.active(key) ?? []);
  }

  /** Returns whether the payer has reached the limit of reservations. */
  isFull(payment: Payment): boolean {
    return this.others(payment).filter(({ block }) => block === undefined).length >= this.limits.maxPerPayer;
  }

  /**
   * Reserves the amount of a verified payment. Repeated calls renew the reservation.
   * @param duration Milliseconds until the reservation ends.
   */
  reserve(payment: Payment, duration: number): void {
    this.release(payment);
    const key = keyOf(payment);
    const now = this.now();
    this.held.set(key, { payment, verifiedAt: now, expiresAt: now + duration });
    const keys = this.byPayer.get(payment.from) ?? new Set();
    this.byPayer.set(payment.from, keys.add(key));
    this.evict();
  }

  /**
   * Records that a payment was made.
   * @param block The block that includes it.
   * @param duration Milliseconds for which concurrent verifications may still use an older balance.
   */
  settle(payment: Payment, block: number, duration: number): void {
    this.reserve(payment, duration);
    const held = this.held.get(keyOf(payment));
    if (held) held.block = block;
  }

  /** Ends the reservation of a payment that will not be made. */
  release(payment: Payment): void {
    this.delete(keyOf(payment));
  }

  private active(key: string): HeldReservation | undefined {
    const held = this.held.get(key);
    if (held === undefined || held.expiresAt > this.now()) return held;
    this.delete(key);
    return undefined;
  }

  private evict(): void {
    for (const key of this.held.keys()) if (this.active(key) !== undefined) break;
    while (this.held.size > this.limits.max) {
      // A payer who floods the facilitator ends its own reservations, not those of others.
      let most = new Set<string>();
      for (const keys of this.byPayer.values()) if (keys.size > most.size) most = keys;
      const [earliest] = most;
      if (earliest === undefined) return;
      this.delete(earliest);
    }
  }

  private delete(key: string): void {
    const held = this.held.get(key);
    if (held === undefined) return;
    const { from } = held.payment;
    this.held.delete(key);
    const keys = this.byPayer.get(from);
    keys?.delete(key);
    if (keys?.size === 0) this.byPayer.delete(from);
  }
}
