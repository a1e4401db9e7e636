import { expect } from "chai";
import { ZeroHash } from "ethers";
import { expectChanges } from "../../fixtures/balances.js";
import { networkHelpers } from "../../fixtures/chain.js";
import {
  advanceOf,
  creditFixture,
  incomePledgeOf,
  LoanEnd,
  loanOf,
  LoanStatus,
  openOrder,
  release,
  SCV,
  taken,
} from "../../fixtures/credit.js";
import { packed } from "../../fixtures/deals.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { ALL } from "../../fixtures/hub.js";

describe("Credit.forgive", () => {
  describe("given the lender of an active loan", () => {
    it("ends it, logs what stays unpaid, and returns the collateral to the borrower", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, coin, lender, provider } = system;
      await coin.connect(provider).approve(credit, SCV);
      const loan = await loanOf(system, { charge: 7n, collateral: SCV });
      const id = await taken(system, loan);
      const forgiving = credit.connect(lender).forgive(id);
      await expectChanges(forgiving, coin, [lender, provider, credit], [0n, SCV, -SCV]);
      expect(await eventsOf(await forgiving, credit, coin)).to.deep.equal([
        ["LoanEnded", id, LoanEnd.Forgiven, SCV + 7n, SCV],
        ["Transfer", credit.target, provider.address, SCV],
      ]);
      const { status, collateral } = await credit.loanOf(id);
      expect([status, collateral]).to.deep.equal([LoanStatus.Ended, 0n]);
      expect(await credit.owedOf(id)).to.deep.equal([0n, 0n]);
    });

    it("frees the orders and what they paid", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, coin, hub, lender, provider, account, accountAddress } = system;
      const deal = await openOrder(system);
      const id = await taken(system, await advanceOf(system, [deal]), [deal]);
      await release(system, deal, SCV);
      await credit.connect(lender).forgive(id);
      expect(await credit.loansOf(accountAddress)).to.deep.equal([[], ZeroHash]);
      expect(await credit.ordersOf(id)).to.deep.equal([]);
      expect(await credit.pledgeOf(accountAddress, await hub.idOf(packed(deal)))).to.equal(ZeroHash);
      await expectChanges(account.withdraw(provider, ALL), coin, [provider, accountAddress], [SCV, -SCV]);
      await account.refund(packed(deal), ALL);
    });

    it("frees the income", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, lender, accountAddress } = system;
      const id = await taken(system, await loanOf(system, incomePledgeOf(system)));
      expect(await credit.pledgeOf(accountAddress, ZeroHash)).to.equal(id);
      await credit.connect(lender).forgive(id);
      expect(await credit.pledgeOf(accountAddress, ZeroHash)).to.equal(ZeroHash);
    });
  });

  describe("given anybody else", () => {
    it("rejects", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, lender, provider, owner, stranger } = system;
      const id = await taken(system, await loanOf(system));
      for (const caller of [provider, owner, stranger]) {
        await expectRevert(credit.connect(caller).forgive(id), credit, "CreditUnauthorized", [
          caller.address,
          lender.address,
        ]);
      }
    });
  });

  describe("given a loan that is not active", () => {
    it("rejects", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, lender } = system;
      const loan = await loanOf(system);
      const id = await credit.idOf(loan);
      await expectRevert(credit.connect(lender).forgive(id), credit, "CreditWrongStatus", [id, LoanStatus.None]);
      await taken(system, loan);
      await credit.connect(lender).forgive(id);
      await expectRevert(credit.connect(lender).forgive(id), credit, "CreditWrongStatus", [id, LoanStatus.Ended]);
      const other = await loanOf(system, { ref: ZeroHash });
      await credit.connect(lender).voidOffer(other);
      const voided = await credit.idOf(other);
      await expectRevert(credit.connect(lender).forgive(voided), credit, "CreditWrongStatus", [
        voided,
        LoanStatus.Voided,
      ]);
    });
  });
});
