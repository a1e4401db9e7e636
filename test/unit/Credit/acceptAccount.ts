import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { networkHelpers } from "../../fixtures/chain.js";
import {
  advanceOf,
  creditFixture,
  incomePledgeOf,
  loanOf,
  openOrder,
  release,
  SCV,
  taken,
  type CreditSystem,
} from "../../fixtures/credit.js";
import { packed } from "../../fixtures/deals.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { ALL } from "../../fixtures/hub.js";

const { time } = networkHelpers;

/** Transfers the provider's account to the rival. */
async function transfer({ credit, provider, rival, accountAddress }: CreditSystem) {
  await credit.connect(provider).transferAccount(accountAddress, rival);
  return credit.connect(rival).acceptAccount(accountAddress);
}

describe("Credit.acceptAccount", () => {
  describe("given an offered account", () => {
    it("makes the caller its owner, once", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, account, provider, rival, accountAddress } = system;
      expect(await eventsOf(await transfer(system), credit)).to.deep.equal([
        ["AccountTransferred", accountAddress, provider.address, rival.address],
      ]);
      expect(await credit.ownerOf(accountAddress)).to.equal(rival.address);
      expect(await account.owner()).to.equal(rival.address);
      expect(await credit.pendingOwnerOf(accountAddress)).to.equal(ZeroAddress);
      await expectRevert(credit.connect(rival).acceptAccount(accountAddress), credit, "CreditUnauthorized", [
        rival.address,
        ZeroAddress,
      ]);
    });

    it("takes every power from the owner before", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, coin, account, payer, provider, rival, accountAddress } = system;
      const deal = await openOrder(system);
      await coin.connect(payer).transfer(accountAddress, 9n);
      await transfer(system);
      await expectRevert(account.withdraw(provider, 1n), credit, "CreditUnauthorized", [
        provider.address,
        rival.address,
      ]);
      await expectRevert(account.refund(packed(deal), ALL), account, "PayoutAccountUnauthorized", [
        provider.address,
        rival.address,
      ]);
      await account.connect(rival).withdraw(rival, 9n);
      expect(await coin.balanceOf(rival)).to.equal(9n);
    });

    it("rejects everybody else", async () => {
      const { credit, provider, rival, stranger, accountAddress } = await networkHelpers.loadFixture(creditFixture);
      await credit.connect(provider).transferAccount(accountAddress, rival);
      for (const caller of [provider, stranger]) {
        await expectRevert(credit.connect(caller).acceptAccount(accountAddress), credit, "CreditUnauthorized", [
          caller.address,
          rival.address,
        ]);
      }
    });
  });

  describe("given an address that is no payout account", () => {
    it("rejects, because it is offered to nobody", async () => {
      const { credit, stranger } = await networkHelpers.loadFixture(creditFixture);
      await expectRevert(credit.connect(stranger).acceptAccount(stranger), credit, "CreditUnauthorized", [
        stranger.address,
        ZeroAddress,
      ]);
    });
  });

  describe("given an account with debts", () => {
    it("still pays what its orders owe, and keeps them from being refunded", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, coin, account, lender, provider, rival } = system;
      const deal = await openOrder(system);
      const id = await taken(system, await advanceOf(system, [deal]), [deal]);
      await transfer(system);
      const dealId = await system.hub.idOf(packed(deal));
      await expectRevert(account.connect(rival).refund(packed(deal), ALL), account, "PayoutAccountPledged", [
        dealId,
        id,
      ]);
      await release(system, deal, deal.price);
      const before = await coin.balanceOf(lender);
      await account.connect(rival).withdraw(rival, ALL);
      expect(await coin.balanceOf(lender)).to.equal(before + SCV);
      expect(await coin.balanceOf(rival)).to.equal(deal.price - SCV);
      expect((await credit.loanOf(id)).borrower).to.equal(provider.address);
    });

    it("still pays what is overdue from its income", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, coin, payer, rival, lender, account, accountAddress } = system;
      const loan = await loanOf(system, incomePledgeOf(system));
      const id = await taken(system, loan);
      await transfer(system);
      await coin.connect(payer).transfer(accountAddress, SCV + 5n);
      await time.increaseTo(loan.due + 1n);
      await expectRevert(account.connect(rival).withdraw(rival, 6n), credit, "CreditInsufficientFunds", [
        accountAddress,
        6n,
        5n,
      ]);
      const before = await coin.balanceOf(lender);
      await credit.collect(id);
      expect(await coin.balanceOf(lender)).to.equal(before + SCV);
    });
  });
});
