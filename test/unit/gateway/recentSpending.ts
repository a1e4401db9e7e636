import { expect } from "chai";
import { RecentSpending, type Expense } from "../../../packages/gateway/src/buying/recentSpending.js";

describe("RecentSpending", () => {
  it("sums like a list, whatever the order of times, additions and removals", () => {
    // A generator of Park and Miller: the same steps at each run.
    let state = 1;
    const random = (limit: number) => (state = (state * 48_271) % 2_147_483_647) % limit;
    const recent = new RecentSpending();
    const all: Expense[] = [];
    for (let step = 0; step < 5_000; step++) {
      const at = step + random(50) - 25;
      if (random(4) === 0) {
        const [removed] = all.splice(random(Math.max(1, all.length)), 1);
        if (removed) recent.remove(removed.id);
      } else {
        const expense = { id: String(step), at, amount: BigInt(random(1_000)) };
        all.push(expense);
        recent.add(expense);
      }
      const time = at - 100 + random(20);
      const expected = all.filter((expense) => expense.at > time).reduce((sum, { amount }) => sum + amount, 0n);
      expect(recent.since(time), `step ${step}`).to.equal(expected);
    }
  });

  it("ignores the removal of an expense that it does not have", () => {
    const recent = new RecentSpending();
    recent.add({ id: "a", at: 1, amount: 5n });
    recent.remove("b");
    recent.remove("a");
    recent.remove("a");
    expect(recent.since(0)).to.equal(0n);
  });
});
