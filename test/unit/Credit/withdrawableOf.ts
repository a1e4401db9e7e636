import { expect } from "chai";
import { expectChanges } from "../../fixtures/balances.js";
import { networkHelpers } from "../../fixtures/chain.js";
import { advanceOf, creditFixture, MAX_RATE, openOrder, release, SCV, taken } from "../../fixtures/credit.js";
import { packed } from "../../fixtures/deals.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { ALL } from "../../fixtures/hub.js";

const { time } = networkHelpers;

/** An advance with interest, on an order that paid ten times as much. Nobody collected yet. */
async function paidFixture() {
  const system = await creditFixture();
  const deal = await openOrder(system);
  const loan = await advanceOf(system, [deal], { rate: MAX_RATE, lateRate: MAX_RATE });
  const id = await taken(system, loan, [deal]);
  await release(system, deal, deal.price);
  return { ...system, deal, id };
}

describe("Credit.withdrawableOf", () => {
  describe("given a pledged order that paid more than is owed", () => {
    // Interest goes on. If the owner could withdraw the rest now, more would be owed a second later than the account
    // holds, and `collect` would fail.
    it("leaves all of it in the account until it is collected, so that interest cannot outgrow it", async () => {
      const system = await networkHelpers.loadFixture(paidFixture);
      const { credit, coin, account, provider, lender, accountAddress, id, deal } = system;
      const [owed] = await credit.owedOf(id);
      await expectRevert(account.withdraw(provider, deal.price - owed), credit, "CreditInsufficientFunds", [
        accountAddress,
        deal.price - owed,
        0n,
      ]);
      await expectRevert(account.withdraw(provider, ALL), credit, "CreditInsufficientFunds", [accountAddress, 0n, 0n]);
      await time.increase(1_000);
      const before = await coin.balanceOf(lender);
      await credit.collect(id);
      const received = (await coin.balanceOf(lender)) - before;
      expect(received > owed).to.equal(true);
      const rest = deal.price - received;
      await expectChanges(account.withdraw(provider, ALL), coin, [provider, accountAddress], [rest, -rest]);
    });

    it("lets the owner withdraw what the account received otherwise", async () => {
      const system = await networkHelpers.loadFixture(paidFixture);
      const { credit, coin, account, payer, provider, accountAddress } = system;
      await coin.connect(payer).transfer(accountAddress, 11n);
      expect(await credit.withdrawableOf(accountAddress)).to.equal(11n);
      await expectChanges(account.withdraw(provider, ALL), coin, [provider], [11n]);
    });
  });

  describe("given an account without loans", () => {
    it("is its balance", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, hub, payer, accountAddress } = system;
      expect(await credit.withdrawableOf(accountAddress)).to.equal(0n);
      const deal = await openOrder(system);
      await hub.connect(payer).release(packed(deal), SCV);
      expect(await credit.withdrawableOf(accountAddress)).to.equal(SCV);
    });
  });
});
