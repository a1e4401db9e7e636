import { keyOf, type Outcome, type Payment } from "../settlement/payment.js";
import { INSUFFICIENT_BALANCE, NONCE_USED, TOO_MANY_PAYMENTS } from "../protocol.js";
import type { Reservation, Reservations } from "./reservations.js";

/** Queries of the coin. */
export interface Balances {
  blockNumber(): Promise<number>;
  /** Returns the balance of an account after a block, in base units. */
  balanceOf(account: string, block: number): Promise<bigint>;
  /** Returns whether an account's nonce is used or canceled after a block. */
  isUsed(account: string, nonce: string, block: number): Promise<boolean>;
}

/** Payments in flight per smart wallet: each may use all of its gas and still fail. */
const MAX_PER_WALLET = 8;
/** Milliseconds for which the amount of a payment in flight stays reserved. */
const IN_FLIGHT = 600_000;
/**
 * Milliseconds for which a settled payment is kept: concurrent verifications may have simulated with the balance before
 * it.
 */
const SETTLED = 2_000;

/** Ensures that payers cannot spend more than their balance. All reservations are made, renewed and released here. */
export class Funds {
  constructor(
    private readonly reservations: Reservations,
    private readonly balances: Balances,
  ) {}

  /** Returns this very payment as it was verified recently; undefined if it must be verified. */
  verified(payment: Payment): Payment | undefined {
    return this.reservations.verified(payment);
  }

  /**
   * Returns the reason why the payer's other reservations exclude a payment, without querying the chain; undefined if
   * they do not.
   */
  conflictOf(payment: Payment): string | undefined {
    if (this.reservations.hasConflict(payment)) return NONCE_USED;
    return this.reservations.isFull(payment) ? TOO_MANY_PAYMENTS : undefined;
  }

  /**
   * Reserves the amount of a payment that passed its simulation. The balance thus covers this payment alone.
   * @param duration Milliseconds until the payment must be in flight.
   * @returns The reason of x402 if it cannot be reserved; undefined if it is.
   */
  async reserve(payment: Payment, duration: number): Promise<string | undefined> {
    if (this.reservations.others(payment).length === 0) return this.tryReserve(payment, duration, payment.value);
    const block = await this.balances.blockNumber();
    const balance = await this.balances.balanceOf(payment.from, block);
    // The balance already excludes payments mined by this block.
    const isOpen = (other: Reservation) => other.block === undefined || other.block > block;
    const reason = this.tryReserve(payment, duration, balance, isOpen);
    if (reason !== INSUFFICIENT_BALANCE) return reason;
    const open = this.reservations.others(payment).filter(isOpen);
    const used = await this.usedKeys(open, block);
    return this.tryReserve(payment, duration, balance, (other) => isOpen(other) && !used.has(keyOf(other.payment)));
  }

  /** Keeps the amount of a payment reserved while its outcome is unknown. */
  keep(payment: Payment): void {
    this.reservations.reserve(payment, IN_FLIGHT);
  }

  /** Applies the outcome of a payment to its reservation. */
  conclude(payment: Payment, outcome: Outcome): void {
    if (outcome.status === "settled") this.reservations.settle(payment, outcome.block, SETTLED);
    else if (outcome.status !== "pending") this.reservations.release(payment);
  }

  /** Checks and reserves synchronously, so that concurrent verifications cannot overspend. */
  private tryReserve(
    payment: Payment,
    duration: number,
    balance: bigint,
    isOpen: (other: Reservation) => boolean = () => true,
  ): string | undefined {
    const conflict = this.conflictOf(payment);
    if (conflict !== undefined) return conflict;
    const all = this.reservations.others(payment);
    const ofWallet = all.filter(({ payment: { alone }, block }) => alone && block === undefined).length;
    if (payment.alone && ofWallet >= MAX_PER_WALLET) return TOO_MANY_PAYMENTS;
    const others = all.filter(isOpen);
    const reserved = others.reduce((sum, other) => sum + other.payment.value, payment.value);
    if (reserved > balance) return INSUFFICIENT_BALANCE;
    this.reservations.reserve(payment, duration);
    return undefined;
  }

  /** Returns the keys of payments that the balance already excludes, although their outcome is not known here yet. */
  private async usedKeys(reservations: readonly Reservation[], block: number): Promise<Set<string>> {
    const used = new Set<string>();
    const check = async ({ payment }: Reservation) => {
      if (await this.balances.isUsed(payment.from, payment.nonce, block)) used.add(keyOf(payment));
    };
    await Promise.all(reservations.map(check));
    return used;
  }
}
