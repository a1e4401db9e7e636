import { expect } from "chai";
import { ZeroHash } from "ethers";
import { expectChanges } from "../../fixtures/balances.js";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import {
  COLLECTION_PERIOD,
  creditFixture,
  incomePledgeOf,
  LoanEnd,
  loanOf,
  LoanSource,
  LoanStatus,
  MAX_UINT256,
  openOrder,
  pledgeOf,
  release,
  SCV,
  taken,
  type CreditSystem,
  type Loan,
} from "../../fixtures/credit.js";
import { packed } from "../../fixtures/deals.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { ALL } from "../../fixtures/hub.js";

const { time } = networkHelpers;

/** Takes a loan and moves the clock to when it is overdue. Returns its id. */
async function overdueLoan(system: CreditSystem, terms: Partial<Loan>): Promise<string> {
  const loan = await loanOf(system, terms);
  const id = await taken(system, loan);
  await time.increaseTo(loan.due + loan.grace + 1n);
  return id;
}

describe("Credit.collect, from the borrower's pledges", () => {
  describe("given the allowance", () => {
    it("takes no more than the allowance and the balance", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, coin, provider, lender, stranger } = system;
      const id = await overdueLoan(system, { pull: true });
      await coin.connect(provider).approve(credit, 30n);
      await expectChanges(credit.collect(id), coin, [lender, provider], [30n, -30n]);
      expect(await coin.allowance(provider, credit)).to.equal(0n);
      await expectRevert(credit.collect(id), credit, "CreditNothingDue", [id, SCV - 30n, SCV - 30n]);
      await coin.connect(provider).approve(credit, MAX_UINT256);
      await coin.connect(provider).transfer(stranger, (await coin.balanceOf(provider)) - 20n);
      await expectChanges(credit.collect(id), coin, [lender, provider], [20n, -20n]);
      expect((await credit.owedOf(id))[0]).to.equal(SCV - 50n);
    });

    it("is the borrower's, also after the payout account went to someone else", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, coin, provider, rival, accountAddress, lender } = system;
      await coin.connect(provider).transfer(rival, SCV);
      for (const holder of [provider, rival]) await coin.connect(holder).approve(credit, MAX_UINT256);
      const id = await overdueLoan(system, { ...incomePledgeOf(system), pull: true });
      await credit.connect(provider).transferAccount(accountAddress, rival);
      await credit.connect(rival).acceptAccount(accountAddress);
      await expectChanges(credit.collect(id), coin, [lender, provider, rival], [SCV, -SCV, 0n]);
    });

    it("serves several loans of the borrower, in the sequence in which they are collected", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, coin, provider, lender } = system;
      const first = await taken(system, await loanOf(system, { amount: 50n, pull: true }));
      const second = await overdueLoan(system, { amount: 60n, pull: true });
      await coin.connect(provider).approve(credit, 80n);
      await expectChanges(credit.collect(second), coin, [lender], [60n]);
      await expectChanges(credit.collect(first), coin, [lender], [20n]);
    });
  });

  describe("given the income", () => {
    it("takes what is overdue from everything that the account received, and leaves the rest", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, coin, payer, account, lender, accountAddress } = system;
      const deal = await openOrder(system);
      await coin.connect(payer).transfer(accountAddress, 100n);
      const loan = await loanOf(system, incomePledgeOf(system));
      const id = await taken(system, loan);
      await release(system, deal, 50n);
      expect(await credit.collectableOf(id)).to.deep.equal([[0n, 0n, 0n, 0n], false]);
      await time.increaseTo(loan.due + 1n);
      const collecting = credit.collect(id);
      await expectChanges(collecting, coin, [lender, accountAddress], [150n, -150n]);
      expect(await eventsOf(await collecting, credit, coin)).to.deep.equal([
        ["LoanCollected", id, LoanSource.Income, 150n, SCV - 150n],
        ["Transfer", account.target, lender.address, 150n],
      ]);
      await release(system, deal, deal.price);
      await expectChanges(credit.collect(id), coin, [lender], [SCV - 150n]);
      expect(await credit.withdrawableOf(accountAddress)).to.equal(deal.price - SCV + 100n);
    });

    it("does not count as income what the loan's own orders paid", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, coin, payer, provider, account, accountAddress } = system;
      const deal = await openOrder(system);
      const loan = await loanOf(system, { ...(await pledgeOf(system, [deal])), income: true, amount: 100n });
      const id = await taken(system, loan, [deal]);
      await release(system, deal, 30n);
      await coin.connect(payer).transfer(accountAddress, 200n);
      await time.increaseTo(loan.due + 1n);
      // 70 are due from the 200, and the 30 from the order.
      expect(await credit.withdrawableOf(accountAddress)).to.equal(130n);
      await account.withdraw(provider, 130n);
      expect(await credit.collectableOf(id)).to.deep.equal([[30n, 0n, 70n, 0n], true]);
      await credit.collect(id);
      expect(await coin.balanceOf(accountAddress)).to.equal(0n);
    });

    it("keeps the account from refunding and canceling, and nothing else", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, hub, account, accountAddress } = system;
      const deal = await openOrder(system);
      const order = await hub.idOf(packed(deal));
      const id = await taken(system, await loanOf(system, incomePledgeOf(system)));
      expect(await credit.pledgeOf(accountAddress, order)).to.equal(id);
      await expectRevert(account.refund(packed(deal), 1n), account, "PayoutAccountPledged", [order, id]);
      await account.deliver(packed(deal), ZeroHash);
    });

    it("can be withdrawn before a due date, and after it except for what is overdue", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { coin, payer, provider, account, accountAddress, credit } = system;
      const loan = await loanOf(system, { ...incomePledgeOf(system), amount: 100n, grace: 10n });
      await taken(system, loan);
      await coin.connect(payer).transfer(accountAddress, 130n);
      await time.setNextBlockTimestamp(loan.due + 10n);
      await account.withdraw(provider, 20n);
      expect(await credit.withdrawableOf(accountAddress)).to.equal(110n);
      await time.increase(1);
      expect(await credit.withdrawableOf(accountAddress)).to.equal(10n);
      await account.withdraw(provider, ALL);
      expect(await credit.withdrawableOf(accountAddress)).to.equal(0n);
      expect(await coin.balanceOf(accountAddress)).to.equal(100n);
    });
  });

  describe("given collateral", () => {
    it("takes what is overdue, and returns the rest only when the loan ends", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, coin, provider, lender } = system;
      await coin.connect(provider).approve(credit, SCV);
      const terms = { amount: 200n, period: 100n, instalments: 2n, collateral: 300n };
      const id = await overdueLoan(system, terms);
      const first = credit.collect(id);
      await expectChanges(first, coin, [lender, provider, credit], [100n, 0n, -100n]);
      expect(await eventsOf(await first, credit, coin)).to.deep.equal([
        ["LoanCollected", id, LoanSource.Collateral, 100n, 100n],
        ["Transfer", credit.target, lender.address, 100n],
      ]);
      expect((await credit.loanOf(id)).collateral).to.equal(200n);
      await time.increase(100);
      const second = credit.collect(id);
      await expectChanges(second, coin, [lender, provider, credit], [100n, 100n, -200n]);
      const { status, collateral } = await credit.loanOf(id);
      expect([status, collateral]).to.deep.equal([LoanStatus.Ended, 0n]);
    });

    it("may be less than what is overdue: the loan stays active", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, coin, provider, lender } = system;
      await coin.connect(provider).approve(credit, SCV);
      const id = await overdueLoan(system, { collateral: 40n });
      await expectChanges(credit.collect(id), coin, [lender, credit], [40n, -40n]);
      await expectRevert(credit.collect(id), credit, "CreditNothingDue", [id, SCV - 40n, SCV - 40n]);
    });
  });

  describe("given a loan that lapses", () => {
    it("still takes the collateral, returns the rest, and ends", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, coin, payer, provider, lender, account, accountAddress } = system;
      await coin.connect(provider).approve(credit, MAX_UINT256);
      const terms = { ...incomePledgeOf(system), pull: true, amount: 100n, collateral: 130n };
      const loan = await loanOf(system, terms);
      const id = await taken(system, loan);
      await coin.connect(payer).transfer(accountAddress, 500n);
      await time.increaseTo(loan.due + COLLECTION_PERIOD - 1n);
      expect(await credit.collectableOf(id)).to.deep.equal([[0n, 100n, 0n, 0n], true]);
      expect(await credit.withdrawableOf(accountAddress)).to.equal(400n);
      await time.increase(1);
      expect(await credit.withdrawableOf(accountAddress)).to.equal(500n);
      expect(await credit.collectableOf(id)).to.deep.equal([[0n, 0n, 0n, 100n], true]);
      await account.withdraw(provider, ALL);
      const collecting = credit.collect(id);
      await expectChanges(collecting, coin, [lender, provider, credit], [100n, 30n, -130n]);
      await expect(collecting).to.emit(credit, "LoanEnded").withArgs(id, LoanEnd.Repaid, 0n, 30n);
    });

    it("ends with what stays unpaid", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, coin, provider, lender } = system;
      await coin.connect(provider).approve(credit, SCV);
      const loan = await loanOf(system, { charge: 5n, collateral: 40n });
      const id = await taken(system, loan);
      await time.increaseTo(loan.due + COLLECTION_PERIOD);
      expect(await eventsOf(await credit.collect(id), credit, coin)).to.deep.equal([
        ["LoanCollected", id, LoanSource.Collateral, 40n, SCV - 35n],
        ["LoanEnded", id, LoanEnd.Lapsed, SCV - 35n, 0n],
        ["Transfer", credit.target, lender.address, 40n],
      ]);
      expect(await credit.owedOf(id)).to.deep.equal([0n, 0n]);
    });

    it("frees the income for the next loan only once it is collected", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, accountAddress } = system;
      const loan = await loanOf(system, incomePledgeOf(system));
      const id = await taken(system, loan);
      await time.increaseTo(loan.due + COLLECTION_PERIOD);
      const next = { ...incomePledgeOf(system), ref: ethers.id("loan 2") };
      const taking = taken(system, await loanOf(system, next));
      await expectRevert(taking, credit, "CreditAccountPledged", [accountAddress, id]);
      await credit.collect(id);
      await taken(system, await loanOf(system, next));
    });
  });
});
