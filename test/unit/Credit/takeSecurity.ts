import { expect } from "chai";
import { ZeroAddress, ZeroHash } from "ethers";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import {
  advanceOf,
  creditFixture,
  incomePledgeOf,
  loanOf,
  NO_DUE_DATE,
  openOrder,
  pledgeOf,
  SCV,
  take,
  taken,
  type CreditSystem,
  type Loan,
} from "../../fixtures/credit.js";
import type { Deal } from "../../fixtures/deals.js";
import { expectRevert } from "../../fixtures/expectRevert.js";

/** Expects that securities which do not fit together are rejected with their values. */
async function expectInvalidSecurity(system: CreditSystem, terms: Partial<Loan>, deals: Deal[] = []): Promise<void> {
  const loan = await loanOf(system, terms);
  const id = await system.credit.idOf(loan);
  await expectRevert(take(system, loan, deals), system.credit, "CreditInvalidSecurity", [
    id,
    loan.account,
    loan.orders,
  ]);
}

describe("Credit.take, the security", () => {
  describe("given an account in the terms", () => {
    it("needs orders or income to go with it, and the other way round", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { accountAddress } = system;
      const deal = await openOrder(system);
      const { orders = ZeroHash } = await pledgeOf(system, [deal]);
      await expectInvalidSecurity(system, { account: accountAddress });
      await expectInvalidSecurity(system, { income: true });
      await expectInvalidSecurity(system, { orders }, [deal]);
      await expectInvalidSecurity(system, { income: true, orders }, [deal]);
    });

    it("must be a payout account", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, provider, implementation } = system;
      for (const account of [provider.address, await implementation.getAddress()]) {
        await expectRevert(
          take(system, await loanOf(system, { account, income: true })),
          credit,
          "CreditUnknownAccount",
          [account],
        );
      }
    });

    it("must be the caller's", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, provider, rival } = system;
      const deal = await openOrder(system);
      for (const [loan, deals] of [
        [await loanOf(system, incomePledgeOf(system)), []],
        [await advanceOf(system, [deal]), [deal]],
      ] as const) {
        await expectRevert(take(system, loan, deals, rival), credit, "CreditUnauthorized", [
          rival.address,
          provider.address,
        ]);
      }
    });
  });

  describe("given no due date", () => {
    it("can be secured by orders only, because everything else is collected after a due date", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const deal = await openOrder(system);
      const pledge = await pledgeOf(system, [deal]);
      await expectInvalidSecurity(system, NO_DUE_DATE);
      await expectInvalidSecurity(system, { ...NO_DUE_DATE, ...incomePledgeOf(system) });
      await expectInvalidSecurity(system, { ...NO_DUE_DATE, ...pledge, income: true }, [deal]);
      await expectInvalidSecurity(system, { ...NO_DUE_DATE, ...pledge, pull: true }, [deal]);
      await expectInvalidSecurity(system, { ...NO_DUE_DATE, ...pledge, collateral: 1n }, [deal]);
    });
  });

  describe("given pledged income", () => {
    it("excludes every other pledge of the account", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, accountAddress } = system;
      const deal = await openOrder(system);
      const id = await taken(system, await loanOf(system, incomePledgeOf(system)));
      const second = { ...incomePledgeOf(system), ref: ethers.id("loan 2") };
      for (const [loan, deals] of [
        [await loanOf(system, second), []],
        [await advanceOf(system, [deal]), [deal]],
      ] as const) {
        await expectRevert(take(system, loan, deals), credit, "CreditAccountPledged", [accountAddress, id]);
      }
      expect(await credit.loansOf(accountAddress)).to.deep.equal([[], id]);
    });

    it("leaves loans without the account alone, and other accounts", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, provider } = system;
      await taken(system, await loanOf(system, incomePledgeOf(system)));
      await taken(system, await loanOf(system, { account: ZeroAddress }));
      const salt = ethers.id("second account");
      await credit.connect(provider).createAccount(salt);
      const account = await credit.accountOf(provider, salt);
      const id = await taken(system, await loanOf(system, { account, income: true }));
      expect(await credit.loansOf(account)).to.deep.equal([[], id]);
    });

    it("is free again when the loan has ended", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, lender, accountAddress } = system;
      const id = await taken(system, await loanOf(system, incomePledgeOf(system)));
      await credit.connect(lender).forgive(id);
      expect(await credit.loansOf(accountAddress)).to.deep.equal([[], ZeroHash]);
      const deal = await openOrder(system);
      await taken(system, await advanceOf(system, [deal]), [deal]);
    });
  });

  describe("given pledged orders", () => {
    it("exclude a pledge of the income", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, accountAddress } = system;
      const [deal, other] = [await openOrder(system), await openOrder(system, { ref: ethers.id("invoice 2") })];
      const id = await taken(system, await advanceOf(system, [deal]), [deal]);
      await expectRevert(take(system, await loanOf(system, incomePledgeOf(system))), credit, "CreditAccountPledged", [
        accountAddress,
        id,
      ]);
      const both = await loanOf(system, { ...(await pledgeOf(system, [other])), income: true });
      await expectRevert(take(system, both, [other]), credit, "CreditAccountPledged", [accountAddress, id]);
    });

    it("can secure eight loans of an account at a time, and no more", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, lender, accountAddress } = system;
      const ids: string[] = [];
      for (let i = 0; i < 8; i++) {
        const deal = await openOrder(system, { price: SCV, ref: ethers.id(`invoice ${i}`) });
        ids.push(await taken(system, await advanceOf(system, [deal]), [deal]));
      }
      expect((await credit.loansOf(accountAddress)).orderLoans).to.deep.equal(ids);
      const deal = await openOrder(system);
      const ninth = await advanceOf(system, [deal]);
      await expectRevert(take(system, ninth, [deal]), credit, "CreditTooManyLoans", [accountAddress, 8n]);
      await credit.connect(lender).forgive(ids[3] ?? "");
      await taken(system, ninth, [deal]);
      expect((await credit.loansOf(accountAddress)).orderLoans).to.have.length(8);
    });
  });
});
