import { expect } from "chai";
import { expectChanges } from "../../fixtures/balances.js";
import { networkHelpers } from "../../fixtures/chain.js";
import {
  creditFixture,
  incomePledgeOf,
  LoanEnd,
  loanOf,
  LoanSource,
  LoanStatus,
  openOrder,
  pledgeOf,
  release,
  SCV,
  taken,
} from "../../fixtures/credit.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";

const { time } = networkHelpers;

describe("Credit.collect", () => {
  describe("given all securities", () => {
    it("takes from the orders, the allowance, the income and the collateral, in this order", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, coin, payer, lender, provider, stranger, account, accountAddress } = system;
      const deal = await openOrder(system);
      await coin.connect(provider).approve(credit, SCV);
      const terms = { ...(await pledgeOf(system, [deal])), income: true, pull: true, collateral: SCV - 30n };
      const loan = await loanOf(system, { ...terms, amount: 100n });
      const id = await taken(system, loan, [deal]);
      await release(system, deal, 20n);
      await coin.connect(payer).transfer(accountAddress, 25n);
      await time.setNextBlockTimestamp(loan.due + 1n);
      const sources = [20n, 30n, 25n, 25n] as const;
      expect(await credit.collectableOf(id, { blockTag: "pending" })).to.deep.equal([sources, true]);
      const collecting = credit.connect(stranger).collect(id);
      const left = SCV - 55n;
      await expectChanges(
        collecting,
        coin,
        [lender, provider, accountAddress, credit, stranger],
        [100n, left - 30n, -45n, 30n - SCV, 0n],
      );
      expect(await eventsOf(await collecting, credit, coin)).to.deep.equal([
        ["LoanCollected", id, LoanSource.Orders, 20n, 80n],
        ["LoanCollected", id, LoanSource.Allowance, 30n, 50n],
        ["LoanCollected", id, LoanSource.Income, 25n, 25n],
        ["LoanCollected", id, LoanSource.Collateral, 25n, 0n],
        ["LoanEnded", id, LoanEnd.Repaid, 0n, left],
        ["Transfer", credit.target, provider.address, left],
        ["Transfer", account.target, lender.address, 45n],
        ["Transfer", provider.address, lender.address, 30n],
        ["Transfer", credit.target, lender.address, 25n],
      ]);
      expect((await credit.loanOf(id)).status).to.equal(LoanStatus.Ended);
    });

    it("stops at the first source that suffices", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, coin, payer, provider, accountAddress } = system;
      const deal = await openOrder(system);
      await coin.connect(provider).approve(credit, SCV);
      const terms = { ...(await pledgeOf(system, [deal])), income: true, pull: true, collateral: SCV / 2n };
      const loan = await loanOf(system, { ...terms, amount: 100n });
      const id = await taken(system, loan, [deal]);
      await coin.connect(payer).transfer(accountAddress, 100n);
      await time.increaseTo(loan.due + 1n);
      expect(await credit.collectableOf(id)).to.deep.equal([[0n, 100n, 0n, 0n], true]);
      await coin.connect(provider).approve(credit, 1n);
      expect(await credit.collectableOf(id)).to.deep.equal([[0n, 1n, 99n, 0n], true]);
      await release(system, deal, 100n);
      expect(await credit.collectableOf(id)).to.deep.equal([[100n, 0n, 0n, 0n], true]);
    });
  });

  describe("given the due date and the grace period", () => {
    it("is free in their last second, and collects one second later", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, coin, provider, lender } = system;
      await coin.connect(provider).approve(credit, SCV);
      for (const grace of [0n, 1_000n]) {
        const loan = await loanOf(system, { amount: 9n, grace, pull: true });
        const id = await taken(system, loan);
        await time.setNextBlockTimestamp(loan.due + grace);
        await expectRevert(credit.collect(id), credit, "CreditNothingDue", [id, 9n, 0n]);
        await time.setNextBlockTimestamp(loan.due + grace + 1n);
        await expectChanges(credit.collect(id), coin, [lender, provider], [9n, -9n]);
      }
    });
  });

  describe("given nothing to collect", () => {
    it("rejects an overdue loan without any security, with what is overdue", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit } = system;
      const loan = await loanOf(system);
      const id = await taken(system, loan);
      await time.increaseTo(loan.due + 1n);
      await expectRevert(credit.collect(id), credit, "CreditNothingDue", [id, SCV, SCV]);
      expect(await credit.collectableOf(id)).to.deep.equal([[0n, 0n, 0n, 0n], false]);
    });

    it("takes nothing that is not pledged", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, coin, payer, provider, accountAddress } = system;
      await coin.connect(provider).approve(credit, 2n * SCV);
      await coin.connect(payer).transfer(accountAddress, SCV);
      await coin.connect(payer).transfer(credit, SCV);
      const loan = await loanOf(system, { collateral: 1n });
      const id = await taken(system, loan);
      await time.increaseTo(loan.due + 1n);
      expect(await credit.collectableOf(id)).to.deep.equal([[0n, 0n, 0n, 1n], false]);
      await credit.collect(id);
      await expectRevert(credit.collect(id), credit, "CreditNothingDue", [id, SCV - 1n, SCV - 1n]);
    });

    it("rejects a loan that is not active", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, lender } = system;
      const loan = await loanOf(system, incomePledgeOf(system));
      const id = await credit.idOf(loan);
      await expectRevert(credit.collect(id), credit, "CreditWrongStatus", [id, LoanStatus.None]);
      await taken(system, loan);
      await credit.connect(lender).forgive(id);
      await expectRevert(credit.collect(id), credit, "CreditWrongStatus", [id, LoanStatus.Ended]);
    });
  });

  it("returns what the lender received", async () => {
    const system = await networkHelpers.loadFixture(creditFixture);
    const { credit, coin, payer, accountAddress } = system;
    const loan = await loanOf(system, incomePledgeOf(system));
    const id = await taken(system, loan);
    await coin.connect(payer).transfer(accountAddress, 12n);
    await time.increaseTo(loan.due + 1n);
    expect(await credit.collect.staticCall(id)).to.equal(12n);
  });
});
