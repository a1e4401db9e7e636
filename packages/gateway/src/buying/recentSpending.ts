/** An amount that was spent. */
export interface Expense {
  id: string;
  /** Milliseconds since 1970, by the clock of the process that spent it. */
  at: number;
  /** Base units of SCV. */
  amount: bigint;
}

/**
 * Sums of what was spent since a time. Times come from several clocks and may go back a little. Costs no more than the
 * expenses between two times that are asked for in a row.
 */
export class RecentSpending {
  /** By time. */
  private readonly expenses: Expense[] = [];
  private readonly byId = new Map<string, Expense>();
  /** Index of the first expense that `sum` includes. */
  private first = 0;
  private sum = 0n;

  add(expense: Expense): void {
    const index = this.indexAfter(expense.at);
    this.expenses.splice(index, 0, expense);
    this.byId.set(expense.id, expense);
    if (index >= this.first) this.sum += expense.amount;
    else this.first++;
  }

  /** Removes an expense, if there is one with this id. */
  remove(id: string): void {
    const expense = this.byId.get(id);
    if (expense === undefined) return;
    const index = this.expenses.lastIndexOf(expense, this.indexAfter(expense.at) - 1);
    this.expenses.splice(index, 1);
    this.byId.delete(id);
    if (index >= this.first) this.sum -= expense.amount;
    else this.first--;
  }

  /** Returns the sum of the expenses after a time. */
  since(time: number): bigint {
    for (let next = this.expenses[this.first]; next !== undefined && next.at <= time;) {
      this.sum -= next.amount;
      next = this.expenses[++this.first];
    }
    for (let last = this.expenses[this.first - 1]; last !== undefined && last.at > time;) {
      this.sum += last.amount;
      last = this.expenses[--this.first - 1];
    }
    return this.sum;
  }

  /** Returns the index after all expenses up to a time. */
  private indexAfter(time: number): number {
    let [low, high] = [0, this.expenses.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.expenses[middle]?.at ?? Infinity) <= time) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
