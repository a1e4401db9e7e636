import { expect } from "chai";
import { ZeroHash } from "ethers";
import { expectChanges } from "../../fixtures/balances.js";
import { networkHelpers } from "../../fixtures/chain.js";
import {
  advanceOf,
  COLLECTION_PERIOD,
  creditFixture,
  incomePledgeOf,
  LoanEnd,
  loanOf,
  LoanStatus,
  MAX_UINT256,
  now,
  openOrder,
  SCV,
  taken,
  type CreditSystem,
  type Loan,
} from "../../fixtures/credit.js";
import { packed } from "../../fixtures/deals.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { ALL } from "../../fixtures/hub.js";
import { DAY } from "../../fixtures/system.js";

const { time } = networkHelpers;

/** Takes a loan whose borrower gave Credit an unlimited allowance to repay it. */
async function borrowed(system: CreditSystem, terms: Partial<Loan> = {}): Promise<string> {
  await system.coin.connect(system.provider).approve(system.credit, MAX_UINT256);
  return taken(system, await loanOf(system, terms));
}

describe("Credit.repay", () => {
  describe("given part of what is owed", () => {
    it("pays the lender, from charges first and then from the principal", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, coin, lender, provider } = system;
      const id = await borrowed(system, { charge: 100n });
      for (const [amount, charges, principal] of [
        [60n, 40n, SCV],
        [50n, 0n, SCV - 10n],
        [10n, 0n, SCV - 20n],
      ] as const) {
        const repaying = credit.connect(provider).repay(id, amount);
        await expectChanges(repaying, coin, [lender, provider, credit], [amount, -amount, 0n]);
        expect(await eventsOf(await repaying, credit, coin)).to.deep.equal([
          ["LoanRepaid", id, provider.address, amount, charges + principal],
          ["Transfer", provider.address, lender.address, amount],
        ]);
        const loan = await credit.loanOf(id);
        expect([loan.charges, loan.principal, loan.status]).to.deep.equal([charges, principal, LoanStatus.Active]);
      }
    });

    it("includes interest up to this second, on the unpaid principal only", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, provider } = system;
      // One base unit per second and 10^8 of the principal.
      const rate = 10n ** 10n;
      const id = await borrowed(system, { rate, lateRate: rate, charge: 7n });
      const start = await now();
      await time.setNextBlockTimestamp(start + 100n);
      await credit.connect(provider).repay(id, SCV / 2n);
      const interest = 100n * 10n ** 10n;
      expect(await credit.owedOf(id)).to.deep.equal([SCV / 2n + interest + 7n, 0n]);
      const { charges, principal, accruedAt } = await credit.loanOf(id);
      expect([charges, principal, accruedAt]).to.deep.equal([0n, SCV / 2n + interest + 7n, start + 100n]);
      await time.setNextBlockTimestamp(start + 300n);
      await credit.connect(provider).repay(id, 1n);
      const more = (principal * rate * 200n) / 10n ** 18n;
      expect(await credit.owedOf(id)).to.deep.equal([principal + more - 1n, 0n]);
    });

    it("rounds the interest down", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit } = system;
      const id = await borrowed(system, { amount: 10n ** 8n, rate: 10n ** 9n, lateRate: 10n ** 9n });
      const start = await now();
      for (const [seconds, interest] of [
        [9n, 0n],
        [10n, 1n],
        [19n, 1n],
        [20n, 2n],
      ] as const) {
        await time.setNextBlockTimestamp(start + seconds);
        const [owed] = await credit.owedOf(id, { blockTag: "pending" });
        expect(owed).to.equal(10n ** 8n + interest);
      }
    });
  });

  describe("given all that is owed, or more", () => {
    for (const [title, excess] of [
      ["exactly", 0n],
      ["one unit more", 1n],
      ["the highest amount", MAX_UINT256 - SCV],
    ] as const) {
      it(`takes what is owed and ends the loan: ${title}`, async () => {
        const system = await networkHelpers.loadFixture(creditFixture);
        const { credit, coin, lender, provider } = system;
        const id = await borrowed(system, { collateral: 3n });
        const repaying = credit.connect(provider).repay(id, SCV + excess);
        await expectChanges(repaying, coin, [lender, provider, credit], [SCV, 3n - SCV, -3n]);
        expect(await eventsOf(await repaying, credit, coin)).to.deep.equal([
          ["LoanRepaid", id, provider.address, SCV, 0n],
          ["LoanEnded", id, LoanEnd.Repaid, 0n, 3n],
          ["Transfer", credit.target, provider.address, 3n],
          ["Transfer", provider.address, lender.address, SCV],
        ]);
        expect((await credit.loanOf(id)).status).to.equal(LoanStatus.Ended);
        await expectRevert(credit.connect(provider).repay(id, 1n), credit, "CreditWrongStatus", [id, LoanStatus.Ended]);
      });
    }

    it("returns what it took", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, provider } = system;
      const id = await borrowed(system);
      expect(await credit.connect(provider).repay.staticCall(id, 5n)).to.equal(5n);
      expect(await credit.connect(provider).repay.staticCall(id, MAX_UINT256)).to.equal(SCV);
    });

    it("frees the pledges", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, coin, provider, account, accountAddress } = system;
      await coin.connect(provider).approve(credit, MAX_UINT256);
      const deal = await openOrder(system);
      const id = await taken(system, await advanceOf(system, [deal]), [deal]);
      await credit.connect(provider).repay(id, SCV);
      expect(await credit.loansOf(accountAddress)).to.deep.equal([[], ZeroHash]);
      await account.refund(packed(deal), ALL);
      const other = await taken(system, await loanOf(system, incomePledgeOf(system)));
      await credit.connect(provider).repay(other, SCV);
      expect(await credit.loansOf(accountAddress)).to.deep.equal([[], ZeroHash]);
    });
  });

  describe("given another payer than the borrower", () => {
    it("takes the coins of the caller, and returns the collateral to the borrower", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, coin, sponsor, lender, provider } = system;
      await coin.connect(sponsor).approve(credit, SCV);
      const id = await borrowed(system, { collateral: 3n });
      const repaying = credit.connect(sponsor).repay(id, SCV);
      await expectChanges(repaying, coin, [lender, provider, sponsor, credit], [SCV, 3n, -SCV, -3n]);
      await expect(repaying).to.emit(credit, "LoanRepaid").withArgs(id, sponsor.address, SCV, 0n);
    });

    it("needs the caller's balance and allowance", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, coin, sponsor, rival } = system;
      const id = await borrowed(system);
      await expectRevert(credit.connect(sponsor).repay(id, 1n), coin, "ERC20InsufficientAllowance", [
        credit.target,
        0n,
        1n,
      ]);
      await coin.connect(rival).approve(credit, MAX_UINT256);
      await expectRevert(credit.connect(rival).repay(id, 1n), coin, "ERC20InsufficientBalance", [
        rival.address,
        0n,
        1n,
      ]);
    });
  });

  describe("given nothing to pay", () => {
    it("rejects an amount of 0, with what is owed and overdue", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, provider } = system;
      const id = await borrowed(system);
      await expectRevert(credit.connect(provider).repay(id, 0n), credit, "CreditNothingDue", [id, SCV, 0n]);
      await time.increase(31 * DAY);
      await expectRevert(credit.connect(provider).repay(id, 0n), credit, "CreditNothingDue", [id, SCV, SCV]);
    });

    it("takes the last second before the loan lapses, and not the next one", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, provider } = system;
      const id = await borrowed(system);
      const { due, lapsesAt } = await credit.loanOf(id);
      expect(lapsesAt).to.equal(due + COLLECTION_PERIOD);
      await time.setNextBlockTimestamp(lapsesAt - 1n);
      await credit.connect(provider).repay(id, 1n);
      await time.setNextBlockTimestamp(lapsesAt);
      await expectRevert(credit.connect(provider).repay(id, 1n), credit, "CreditNothingDue", [id, SCV - 1n, SCV - 1n]);
    });

    it("rejects a loan that was not taken, and a voided offer", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, lender } = system;
      const loan = await loanOf(system);
      const id = await credit.idOf(loan);
      await expectRevert(credit.repay(id, 1n), credit, "CreditWrongStatus", [id, LoanStatus.None]);
      await credit.connect(lender).voidOffer(loan);
      await expectRevert(credit.repay(id, 1n), credit, "CreditWrongStatus", [id, LoanStatus.Voided]);
    });
  });
});
