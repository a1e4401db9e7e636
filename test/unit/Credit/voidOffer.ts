import { expect } from "chai";
import { networkHelpers } from "../../fixtures/chain.js";
import { creditFixture, loanOf, LoanStatus, take, taken } from "../../fixtures/credit.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";

describe("Credit.voidOffer", () => {
  describe("given an offer that was not taken", () => {
    it("voids it for the lender, and logs it", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, lender } = system;
      const loan = await loanOf(system);
      const id = await credit.idOf(loan);
      const transaction = await credit.connect(lender).voidOffer(loan);
      expect(await eventsOf(transaction, credit)).to.deep.equal([["LoanVoided", id, lender.address]]);
      expect((await credit.loanOf(id)).status).to.equal(LoanStatus.Voided);
      expect(await credit.owedOf(id)).to.deep.equal([0n, 0n]);
      expect(await credit.collectableOf(id)).to.deep.equal([[0n, 0n, 0n, 0n], false]);
    });

    it("leaves other offers alone that differ in the reference only", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, lender } = system;
      const loan = await loanOf(system);
      await credit.connect(lender).voidOffer({ ...loan, ref: `0x${"11".repeat(32)}` });
      await taken(system, loan);
    });

    it("rejects everybody but the lender", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, lender, provider, owner, stranger } = system;
      const loan = await loanOf(system, { borrower: provider.address });
      for (const caller of [provider, owner, stranger]) {
        await expectRevert(credit.connect(caller).voidOffer(loan), credit, "CreditUnauthorized", [
          caller.address,
          lender.address,
        ]);
      }
      await take(system, loan);
    });
  });

  describe("given an offer that was voided or taken", () => {
    it("rejects", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, lender } = system;
      const loan = await loanOf(system);
      const other = await loanOf(system, { ref: `0x${"11".repeat(32)}` });
      await credit.connect(lender).voidOffer(loan);
      await expectRevert(credit.connect(lender).voidOffer(loan), credit, "CreditWrongStatus", [
        await credit.idOf(loan),
        LoanStatus.Voided,
      ]);
      const id = await taken(system, other);
      await expectRevert(credit.connect(lender).voidOffer(other), credit, "CreditWrongStatus", [id, LoanStatus.Active]);
      await credit.connect(lender).forgive(id);
      await expectRevert(credit.connect(lender).voidOffer(other), credit, "CreditWrongStatus", [id, LoanStatus.Ended]);
    });
  });
});
