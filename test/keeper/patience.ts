import { expect } from "chai";
import { Patience } from "../../packages/keeper/src/state/patience.js";

const WAIT = 60_000;

function dueOf(key: string, amount?: bigint) {
  return { key, group: key, for: undefined, amount, data: null };
}

describe("keeper: how long it leaves things to others", () => {
  const keysAt = (patience: Patience, now: number, ...dues: ReturnType<typeof dueOf>[]) =>
    patience.ripe("claimAccruals", dues, WAIT, now).map(({ key }) => key);

  describe("given a thing that has just become due", () => {
    it("leaves it until the wait is over, each for itself", () => {
      const patience = new Patience();
      expect(keysAt(patience, 0, dueOf("a"))).to.deep.equal([]);
      expect(keysAt(patience, WAIT - 1, dueOf("a"), dueOf("b"))).to.deep.equal([]);
      expect(keysAt(patience, WAIT, dueOf("a"), dueOf("b"))).to.deep.equal(["a"]);
      expect(keysAt(patience, 2 * WAIT - 1, dueOf("a"), dueOf("b"))).to.deep.equal(["a", "b"]);
    });
  });

  describe("when somebody else does it in the meantime", () => {
    it("begins anew, also for a stream that owes less than before, and not for one that owes more", () => {
      const patience = new Patience();
      keysAt(patience, 0, dueOf("gone"), dueOf("claimed", 10n), dueOf("grows", 10n));
      keysAt(patience, 30_000, dueOf("claimed", 1n), dueOf("grows", 20n));
      const later = [dueOf("gone"), dueOf("claimed", 30n), dueOf("grows", 30n)];
      expect(keysAt(patience, WAIT, ...later)).to.deep.equal(["grows"]);
      expect(keysAt(patience, 90_000, ...later)).to.deep.equal(["claimed", "grows"]);
    });
  });

  it("never waits without a wait", () => {
    expect(new Patience().ripe("collectFees", [dueOf("fees", 1n)], 0, 0)).to.have.length(1);
  });
});
