/** Remembers what was spent. One for all processes of a buyer that share a limit. */
export interface SpendingLedger {
  /**
   * Takes an amount for a payment that is about to be signed.
   * @param amount Base units of SCV.
   * @returns Whether it was within the limit; else nothing was taken.
   */
  take(amount: bigint): Promise<boolean>;
  /** Gives an amount back for which nothing was signed. A signature that exists is money spent, whatever the seller answers. */
  giveBack(amount: bigint): Promise<void>;
}

const DAY = 86_400_000;

/** What was spent in the last 24 hours, in one process. */
export class MemoryLedger implements SpendingLedger {
  private payments: { amount: bigint; at: number }[] = [];

  /** @param limit Base units of SCV in 24 hours. @param now Milliseconds since 1970. */
  constructor(
    private readonly limit: bigint,
    private readonly now: () => number = Date.now,
  ) {}

  take(amount: bigint): Promise<boolean> {
    const at = this.now();
    this.payments = this.payments.filter((payment) => payment.at > at - DAY);
    const spent = this.payments.reduce((sum, payment) => sum + payment.amount, 0n);
    if (spent + amount > this.limit) return Promise.resolve(false);
    this.payments.push({ amount, at });
    return Promise.resolve(true);
  }

  giveBack(amount: bigint): Promise<void> {
    const index = this.payments.findLastIndex((payment) => payment.amount === amount);
    if (index >= 0) this.payments.splice(index, 1);
    return Promise.resolve();
  }
}
