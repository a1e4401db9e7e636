/** Remembers what was spent. One for all processes of a buyer that share a limit. */
export interface SpendingLedger {
  /**
   * Takes an amount for a payment that is about to be signed.
   * @param amount Base units of SCV.
   * @param limit The most that may be taken in 24 hours.
   * @returns Gives the amount back, for when nothing was signed; undefined when it is above the limit, and nothing was taken. A signature
   * that exists is money spent, whatever the seller answers.
   */
  take(amount: bigint, limit: bigint): Promise<(() => Promise<void>) | undefined>;
}

/** Milliseconds for which a payment counts against the limit. */
export const DAY = 86_400_000;

/** What was spent in the last 24 hours, in one process. */
export class MemoryLedger implements SpendingLedger {
  /** In the order of taking. */
  private readonly payments = new Set<{ amount: bigint; at: number }>();
  private spent = 0n;

  /** @param now Milliseconds since 1970. */
  constructor(private readonly now: () => number = Date.now) {}

  take(amount: bigint, limit: bigint): Promise<(() => Promise<void>) | undefined> {
    const at = this.now();
    for (const payment of this.payments) {
      if (payment.at > at - DAY) break;
      this.drop(payment);
    }
    if (this.spent + amount > limit) return Promise.resolve(undefined);
    const taken = { amount, at };
    this.payments.add(taken);
    this.spent += amount;
    return Promise.resolve(() => {
      this.drop(taken);
      return Promise.resolve();
    });
  }

  private drop(payment: { amount: bigint; at: number }): void {
    if (this.payments.delete(payment)) this.spent -= payment.amount;
  }
}
