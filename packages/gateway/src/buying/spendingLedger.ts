/** Records what was spent. All processes of a buyer that share a limit need to share one ledger. */
export interface SpendingLedger {
  /**
   * Reserves an amount for a payment that is about to be signed.
   * @param amount Base units of SCV.
   * @param limit Most that may be reserved within 24 hours, in base units of SCV.
   * @returns A function that gives the amount back, for when nothing was signed; undefined if the amount exceeds the
   * limit and nothing was reserved. Once a signature exists the money counts as spent, whatever the seller responds.
   */
  take(amount: bigint, limit: bigint): Promise<(() => Promise<void>) | undefined>;
}

/** How long a payment counts against the limit, in milliseconds. */
export const DAY = 86_400_000;

interface Expense {
  amount: bigint;
  at: number;
}

/** The spending of the last 24 hours, within one process. */
export class MemoryLedger implements SpendingLedger {
  /** Oldest first. */
  private readonly expenses = new Set<Expense>();
  private spent = 0n;

  /** @param now Returns the time in milliseconds since 1970. */
  constructor(private readonly now: () => number = Date.now) {}

  take(amount: bigint, limit: bigint): Promise<(() => Promise<void>) | undefined> {
    const at = this.now();
    for (const expense of this.expenses) {
      if (expense.at > at - DAY) break;
      this.remove(expense);
    }
    if (this.spent + amount > limit) return Promise.resolve(undefined);
    const expense = { amount, at };
    this.expenses.add(expense);
    this.spent += amount;
    return Promise.resolve(() => {
      this.remove(expense);
      return Promise.resolve();
    });
  }

  private remove(expense: Expense): void {
    if (this.expenses.delete(expense)) this.spent -= expense.amount;
  }
}
