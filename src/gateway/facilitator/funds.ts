import type { Payment } from "../settlement/payment.js";
import type { Reservations } from "./reservations.js";

/** What is asked of the coin. */
export interface Balances {
  blockNumber(): Promise<number>;
  /** Base units that an account has after a block. */
  balanceOf(account: string, block: number): Promise<bigint>;
  /** Whether an account's nonce is used or canceled after a block. */
  isUsed(account: string, nonce: string, block: number): Promise<boolean>;
}

/** With more promises than this a payer who seems short of money is believed to be. */
const MOST_LOOKUPS = 100;

/** Sees to it that payers promise no more than they have. */
export class Funds {
  constructor(
    private readonly reservations: Reservations,
    private readonly balances: Balances,
  ) {}

  /**
   * Reserves the amount of a payment whose simulation went well, so that by itself the payer has enough for it.
   * @returns Whether there is enough for what the payer promised before as well; else nothing is reserved.
   */
  async reserve(payment: Payment): Promise<boolean> {
    if (this.reservations.others(payment).length === 0) {
      this.reservations.reserve(payment);
      return true;
    }
    const block = await this.balances.blockNumber();
    const balance = await this.balances.balanceOf(payment.from, block);
    if (this.fits(payment, balance, () => true)) return true;
    const used = await this.usedBy(this.reservations.others(payment), block);
    return this.fits(payment, balance, (other) => !used.has(other));
  }

  /** Counts and reserves at once, so that of payments verified at the same time none slips through. */
  private fits(payment: Payment, balance: bigint, isOpen: (other: Payment) => boolean): boolean {
    const others = this.reservations.others(payment).filter(isOpen);
    const promised = others.reduce((sum, { value }) => sum + value, payment.value);
    if (promised > balance) return false;
    this.reservations.reserve(payment);
    return true;
  }

  /** Those that the balance lacks already, although nobody has said here that they are paid. */
  private async usedBy(payments: readonly Payment[], block: number): Promise<Set<Payment>> {
    if (payments.length > MOST_LOOKUPS) return new Set();
    const used = await Promise.all(payments.map(({ from, nonce }) => this.balances.isUsed(from, nonce, block)));
    return new Set(payments.filter((_, at) => used[at]));
  }
}
