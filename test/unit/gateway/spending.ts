import { expect } from "chai";
import { MemoryLedger } from "../../../src/gateway/buying/spending.js";

const HOUR = 3_600_000;

describe("MemoryLedger", () => {
  let now: number;
  let ledger: MemoryLedger;

  beforeEach(() => {
    now = 0;
    ledger = new MemoryLedger(10n, () => now);
  });

  it("gives up to the limit, exactly", async () => {
    expect(await ledger.take(6n)).to.equal(true);
    expect(await ledger.take(5n)).to.equal(false);
    expect(await ledger.take(4n)).to.equal(true);
    expect(await ledger.take(1n)).to.equal(false);
  });

  it("gives those who ask together no more than the limit", async () => {
    const taken = await Promise.all([1, 2, 3, 4].map(() => ledger.take(3n)));
    expect(taken).to.deep.equal([true, true, true, false]);
  });

  it("gives again what was given back", async () => {
    await ledger.take(10n);
    await ledger.giveBack(10n);
    expect(await ledger.take(10n)).to.equal(true);
  });

  it("forgets each payment after 24 hours, and not before", async () => {
    await ledger.take(6n);
    now = 12 * HOUR;
    await ledger.take(4n);
    now = 24 * HOUR - 1;
    expect(await ledger.take(1n)).to.equal(false);
    now = 24 * HOUR;
    expect(await ledger.take(6n)).to.equal(true);
    expect(await ledger.take(1n)).to.equal(false);
  });
});
