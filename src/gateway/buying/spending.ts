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
  private payments: { amount: bigint; at: number }[] = [];

  /** @param now Milliseconds since 1970. */
  constructor(private readonly now: () => number = Date.now) {}

  take(amount: bigint, limit: bigint): Promise<(() => Promise<void>) | undefined> {
    const at = this.now();
    this.payments = this.payments.filter((payment) => payment.at > at - DAY);
    const spent = this.payments.reduce((sum, payment) => sum + payment.amount, 0n);
    if (spent + amount > limit) return Promise.resolve(undefined);
    const taken = { amount, at };
    this.payments.push(taken);
    return Promise.resolve(() => {
      this.payments = this.payments.filter((payment) => payment !== taken);
      return Promise.resolve();
    });
  }
}
