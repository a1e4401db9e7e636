import { keyOf, type Payment } from "../settlement/payment.js";
import { INSUFFICIENT_BALANCE, NONCE_USED, TOO_MANY_PROMISES } from "../reasons.js";
import type { Promised, Reservations } from "./reservations.js";

/** What is asked of the coin. */
export interface Balances {
  blockNumber(): Promise<number>;
  /** Base units that an account has after a block. */
  balanceOf(account: string, block: number): Promise<bigint>;
  /** Whether an account's nonce is used or canceled after a block. */
  isUsed(account: string, nonce: string, block: number): Promise<boolean>;
}

/** Payments of one smart wallet under way at once: each may cost as much gas as it is given, and come to nothing. */
const MOST_OF_WALLET = 8;

/** Sees to it that payers promise no more than they have. */
export class Funds {
  constructor(
    private readonly reservations: Reservations,
    private readonly balances: Balances,
  ) {}

  /**
   * Reserves the amount of a payment whose simulation went well, so that by itself the payer has enough for it.
   * @param hold Milliseconds by which it is settled or given up.
   * @returns Why it cannot be, as a reason of x402; undefined when it is reserved.
   */
  async reserve(payment: Payment, hold: number): Promise<string | undefined> {
    if (this.reservations.others(payment).length === 0) return this.take(payment, hold, payment.value);
    const block = await this.balances.blockNumber();
    const balance = await this.balances.balanceOf(payment.from, block);
    // What was paid by then is not in the balance any more.
    const isOpen = (other: Promised) => other.block === undefined || other.block > block;
    const fault = this.take(payment, hold, balance, isOpen);
    if (fault !== INSUFFICIENT_BALANCE) return fault;
    const open = this.reservations.others(payment).filter(isOpen);
    const used = await this.usedBy(open, block);
    return this.take(payment, hold, balance, (other) => isOpen(other) && !used.has(keyOf(other.payment)));
  }

  /** Counts and reserves at once, so that of payments verified at the same time none slips through. */
  private take(
    payment: Payment,
    hold: number,
    balance: bigint,
    isOpen: (other: Promised) => boolean = () => true,
  ): string | undefined {
    if (this.reservations.hasRival(payment)) return NONCE_USED;
    const all = this.reservations.others(payment);
    const ofWallet = all.filter(({ payment: { alone }, block }) => alone && block === undefined).length;
    if (this.reservations.isFull(payment) || (payment.alone && ofWallet >= MOST_OF_WALLET)) return TOO_MANY_PROMISES;
    const others = all.filter(isOpen);
    const promised = others.reduce((sum, other) => sum + other.payment.value, payment.value);
    if (promised > balance) return INSUFFICIENT_BALANCE;
    this.reservations.reserve(payment, hold);
    return undefined;
  }

  /** Keys of those that the balance lacks already, although nobody has said here that they are paid. */
  private async usedBy(promised: readonly Promised[], block: number): Promise<Set<string>> {
    const used = new Set<string>();
    const ask = async ({ payment }: Promised) => {
      if (await this.balances.isUsed(payment.from, payment.nonce, block)) used.add(keyOf(payment));
    };
    await Promise.all(promised.map(ask));
    return used;
  }
}
