import { expect } from "chai";
import { expectChanges } from "../../fixtures/balances.js";
import { at } from "../../fixtures/at.js";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import {
  advanceOf,
  creditFixture,
  LoanEnd,
  LoanSource,
  LoanStatus,
  MAX_RATE,
  openOrder,
  release,
  SCV,
  taken,
  type CreditSystem,
} from "../../fixtures/credit.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { ALL } from "../../fixtures/hub.js";

const { time } = networkHelpers;

/** Advances of 1 SCV with interest, each on an order of 10 SCV. */
async function advances(system: CreditSystem, count: number) {
  const loans = [];
  for (let i = 0; i < count; i++) {
    const deal = await openOrder(system, { ref: ethers.id(`invoice ${i}`) });
    const loan = await advanceOf(system, [deal], { rate: MAX_RATE, lateRate: MAX_RATE });
    loans.push({ deal, id: await taken(system, loan, [deal]) });
  }
  return loans;
}

/** An advance whose order paid ten times as much. Nobody collected yet. */
async function coveredFixture() {
  const system = await creditFixture();
  const { deal, id } = at(await advances(system, 1), 0);
  await release(system, deal, deal.price);
  return { ...system, deal, id };
}

describe("Credit.withdrawableOf", () => {
  describe("given a pledged order that paid more than is owed", () => {
    it("is what the order paid beyond what is owed at this second", async () => {
      const system = await networkHelpers.loadFixture(coveredFixture);
      const { credit, accountAddress, deal, id } = system;
      for (const seconds of [0, 1, 1_000]) {
        await time.increase(seconds + 1);
        const [owed] = await credit.owedOf(id);
        expect(await credit.withdrawableOf(accountAddress)).to.equal(deal.price - owed);
      }
    });

    // Interest goes on. If the owner could withdraw the rest before the loan is collected, more would be owed a second
    // later than the account holds, and `collect` would fail.
    it("can be withdrawn, and the loan is collected first", async () => {
      const system = await networkHelpers.loadFixture(coveredFixture);
      const { credit, coin, account, provider, lender, accountAddress, deal, id } = system;
      const second = BigInt(await time.latest()) + 1_000n;
      await time.setNextBlockTimestamp(second);
      const [owed] = await credit.owedOf(id, { blockTag: "pending" });
      const rest = deal.price - owed;
      const withdrawing = account.withdraw(provider, ALL);
      await expectChanges(withdrawing, coin, [lender, provider, accountAddress], [owed, rest, -deal.price]);
      expect(await eventsOf(await withdrawing, credit, coin)).to.deep.equal([
        ["LoanCollected", id, LoanSource.Orders, owed, 0n],
        ["LoanEnded", id, LoanEnd.Repaid, 0n, 0n],
        ["Transfer", accountAddress, lender.address, owed],
        ["AccountWithdrawn", accountAddress, provider.address, rest],
        ["Transfer", accountAddress, provider.address, rest],
      ]);
    });

    it("cannot be withdrawn to the last unit that is owed", async () => {
      const system = await networkHelpers.loadFixture(coveredFixture);
      const { credit, account, provider, accountAddress, deal, id } = system;
      await time.setNextBlockTimestamp((await time.latest()) + 100);
      const [owed] = await credit.owedOf(id, { blockTag: "pending" });
      const rest = deal.price - owed;
      await expectRevert(account.withdraw(provider, rest + 1n), credit, "CreditInsufficientFunds", [
        accountAddress,
        rest + 1n,
        rest,
      ]);
      expect((await credit.loanOf(id)).status).to.equal(LoanStatus.Active);
    });
  });

  describe("given several loans of the account", () => {
    it("collects those that are covered, and leaves what belongs to the others in the account", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, coin, account, provider, accountAddress } = system;
      const loans = await advances(system, 5);
      const paid = [2n * SCV, SCV / 2n, 3n * SCV, 0n, 4n * SCV];
      for (const [i, { deal }] of loans.entries()) {
        if (at(paid, i) > 0n) await release(system, deal, at(paid, i));
      }
      await account.withdraw(provider, 1n);
      const states = await Promise.all(loans.map(async ({ id }) => (await credit.loanOf(id)).status));
      const { Active, Ended } = LoanStatus;
      expect(states).to.deep.equal([Ended, Active, Ended, Active, Ended]);
      await account.withdraw(provider, ALL);
      expect(await coin.balanceOf(accountAddress)).to.equal(SCV / 2n);
      const { id } = at(loans, 1);
      await time.increase(1_000);
      expect((await credit.collectableOf(id))[0][0]).to.equal(SCV / 2n);
      await credit.collect(id);
      expect(await coin.balanceOf(accountAddress)).to.equal(0n);
    });
  });

  describe("given an account without loans", () => {
    it("is its balance", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, accountAddress } = system;
      expect(await credit.withdrawableOf(accountAddress)).to.equal(0n);
      await release(system, await openOrder(system), SCV);
      expect(await credit.withdrawableOf(accountAddress)).to.equal(SCV);
    });
  });
});
