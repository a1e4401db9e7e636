import { expect } from "chai";
import { networkHelpers } from "../../fixtures/chain.js";
import { creditFixture, loanOf, taken } from "../../fixtures/credit.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";

const MAX_FEE_BPS = 100n;

describe("Credit.setFee", () => {
  describe("given the owner", () => {
    it("sets the fee and logs it, up to the highest and down to none", async () => {
      const { credit, owner } = await networkHelpers.loadFixture(creditFixture);
      expect(await credit.fee()).to.equal(0n);
      for (const fee of [1n, MAX_FEE_BPS, 0n]) {
        const transaction = await credit.connect(owner).setFee(fee);
        expect(await eventsOf(transaction, credit)).to.deep.equal([["LoanFeeSet", fee]]);
        expect(await credit.fee()).to.equal(fee);
      }
    });

    it("rejects more than the highest", async () => {
      const { credit, owner } = await networkHelpers.loadFixture(creditFixture);
      await credit.connect(owner).setFee(7n);
      for (const fee of [MAX_FEE_BPS + 1n, 10_000n, 65_535n]) {
        await expectRevert(credit.connect(owner).setFee(fee), credit, "CreditInvalidFee", [fee, MAX_FEE_BPS]);
      }
      expect(await credit.fee()).to.equal(7n);
    });

    it("leaves loans alone that were taken before", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, owner } = system;
      const loan = await loanOf(system);
      const id = await taken(system, loan);
      await credit.connect(owner).setFee(MAX_FEE_BPS);
      expect(await credit.owedOf(id)).to.deep.equal([loan.amount, 0n]);
    });
  });

  describe("given anybody else", () => {
    it("reverts because only the owner may set the fee", async () => {
      const { credit, deployer, lender, provider, stranger } = await networkHelpers.loadFixture(creditFixture);
      for (const caller of [deployer, lender, provider, stranger]) {
        await expectRevert(credit.connect(caller).setFee(1n), credit, "OwnableUnauthorizedAccount", [caller.address]);
      }
      expect(await credit.fee()).to.equal(0n);
    });
  });
});
