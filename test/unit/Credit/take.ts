import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { expectChanges } from "../../fixtures/balances.js";
import { networkHelpers } from "../../fixtures/chain.js";
import {
  COLLECTION_PERIOD,
  creditFeeFixture,
  creditFixture,
  loanOf,
  LoanStatus,
  MAX_TERM,
  advanceOf,
  now,
  openOrder,
  pledgeOf,
  incomePledgeOf,
  SCV,
  signLoan,
  take,
  taken,
  type Loan,
} from "../../fixtures/credit.js";
import { packed } from "../../fixtures/deals.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { DAY } from "../../fixtures/system.js";

/** A loan in the sequence of its fields, as an event has it. */
function fieldsOf(loan: Loan): unknown[] {
  return Object.values(loan);
}

describe("Credit.take", () => {
  describe("given an unsecured offer", () => {
    it("pays the principal to the caller, stores the loan and logs its terms", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, coin, treasury, lender, provider } = system;
      const terms = {
        charge: 5n,
        rate: 3n,
        lateRate: 4n,
        period: BigInt(DAY),
        instalments: 3n,
        grace: 60n,
        pull: true,
      };
      const loan = await loanOf(system, terms);
      const id = await credit.idOf(loan);
      const taking = take(system, loan);
      await expectChanges(taking, coin, [lender, provider, credit, treasury], [-SCV, SCV, 0n, 0n]);
      expect(await eventsOf(await taking, credit, coin)).to.deep.equal([
        ["LoanTaken", id, lender.address, provider.address, fieldsOf(loan), [], 0n],
        ["Transfer", lender.address, provider.address, SCV],
      ]);
      const lapsesAt = loan.due + BigInt(2 * DAY) + COLLECTION_PERIOD;
      expect(await credit.loanOf(id)).to.deep.equal([
        ...[lender.address, SCV, provider.address, 0n, ZeroAddress, 0n, SCV, 5n, await now(), LoanStatus.Active],
        ...[3n, 4n, loan.due, lapsesAt, BigInt(DAY), 60n, 3n, true, false],
      ]);
      expect(await credit.owedOf(id)).to.deep.equal([SCV + 5n, 0n]);
      expect(await credit.ordersOf(id)).to.deep.equal([]);
    });

    it("returns the id", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, lender, provider, coin } = system;
      const loan = await loanOf(system);
      const data = credit.interface.encodeFunctionData("take", [loan, [], await signLoan(system, loan)]);
      const answer = await provider.call({ to: await credit.getAddress(), data });
      expect(answer).to.equal(await credit.idOf(loan));
      expect(await coin.balanceOf(lender)).to.equal(20n * SCV);
    });
  });

  describe("given collateral", () => {
    it("deposits it, beside the principal", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, coin, lender, provider } = system;
      await coin.connect(provider).approve(credit, 2n * SCV);
      const loan = await loanOf(system, { collateral: 2n * SCV });
      const id = await credit.idOf(loan);
      const taking = take(system, loan);
      await expectChanges(taking, coin, [lender, provider, credit], [-SCV, -SCV, 2n * SCV]);
      expect(await eventsOf(await taking, credit, coin)).to.deep.equal([
        ["LoanTaken", id, lender.address, provider.address, fieldsOf(loan), [], 0n],
        ["Transfer", provider.address, credit.target, 2n * SCV],
        ["Transfer", lender.address, provider.address, SCV],
      ]);
      expect((await credit.loanOf(id)).collateral).to.equal(2n * SCV);
    });

    it("must come from coins that the caller had before", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, coin, provider } = system;
      await coin.connect(provider).approve(credit, 6n * SCV);
      const loan = await loanOf(system, { amount: 10n * SCV, collateral: 6n * SCV });
      await expectRevert(take(system, loan), coin, "ERC20InsufficientBalance", [provider.address, 5n * SCV, 6n * SCV]);
    });

    it("needs the caller's allowance", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, coin, provider } = system;
      await coin.connect(provider).approve(credit, SCV - 1n);
      const loan = await loanOf(system, { collateral: SCV });
      await expectRevert(take(system, loan), coin, "ERC20InsufficientAllowance", [credit.target, SCV - 1n, SCV]);
    });
  });

  describe("given pledged orders", () => {
    it("records what each had paid before, and which loan it secures", async () => {
      const system = await networkHelpers.loadFixture(creditFeeFixture);
      const { credit, hub, coin, payer, lender, provider, accountAddress } = system;
      const deals = [await openOrder(system, { price: 500n }), await openOrder(system)];
      const [first = deals[0], second = first] = deals;
      if (!first || !second) throw new Error("no orders");
      await hub.connect(payer).release(packed(first), 300n);
      const loan = await advanceOf(system, deals, { amount: 1_000n });
      const id = await credit.idOf(loan);
      const ids = [await hub.idOf(packed(first)), await hub.idOf(packed(second))];
      expect(await eventsOf(await take(system, loan, deals), credit, coin)).to.deep.equal([
        ["LoanTaken", id, lender.address, provider.address, fieldsOf(loan), ids, 10n],
        ["Transfer", lender.address, system.treasury.target, 10n],
        ["Transfer", lender.address, provider.address, 990n],
      ]);
      expect(await credit.ordersOf(id)).to.deep.equal([
        [ids[0], 300n, 100n],
        [ids[1], 0n, 100n],
      ]);
      for (const order of ids) expect(await credit.pledgeOf(accountAddress, order)).to.equal(id);
      expect(await credit.loansOf(accountAddress)).to.deep.equal([[id], "0x".padEnd(66, "0")]);
      const { due, lapsesAt } = await credit.loanOf(id);
      expect([due, lapsesAt]).to.deep.equal([0n, (await now()) + MAX_TERM + COLLECTION_PERIOD]);
    });

    it("can pledge the income beside them", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, accountAddress } = system;
      const deal = await openOrder(system);
      const loan = await loanOf(system, { ...(await pledgeOf(system, [deal])), ...incomePledgeOf(system) });
      const id = await taken(system, loan, [deal]);
      expect(await credit.loansOf(accountAddress)).to.deep.equal([[id], id]);
    });
  });

  describe("given a fee", () => {
    it("deducts it from the principal, rounded down, for the treasury", async () => {
      const system = await networkHelpers.loadFixture(creditFeeFixture);
      const { credit, coin, treasury, lender, provider } = system;
      for (const [amount, fee] of [
        [99n, 0n],
        [100n, 1n],
        [199n, 1n],
        [10_000n, 100n],
      ] as const) {
        const loan = await loanOf(system, { amount });
        const taking = take(system, loan);
        await expectChanges(taking, coin, [lender, provider, treasury], [-amount, amount - fee, fee]);
        expect((await credit.owedOf(await credit.idOf(loan)))[0]).to.equal(amount);
      }
    });

    it("must be the current one", async () => {
      const system = await networkHelpers.loadFixture(creditFeeFixture);
      const { credit, owner } = system;
      for (const feeBps of [0n, 99n, 101n]) {
        const loan = await loanOf(system, { feeBps });
        const id = await credit.idOf(loan);
        await expectRevert(take(system, loan), credit, "CreditFeeMismatch", [id, feeBps, 100n]);
      }
      const loan = await loanOf(system);
      await credit.connect(owner).setFee(99n);
      await expectRevert(take(system, loan), credit, "CreditFeeMismatch", [await credit.idOf(loan), 100n, 99n]);
    });
  });

  describe("given a lender who cannot pay", () => {
    it("reverts with the coin's error", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, coin, lender } = system;
      const loan = await loanOf(system, { amount: 20n * SCV + 1n });
      await expectRevert(take(system, loan), coin, "ERC20InsufficientBalance", [
        lender.address,
        20n * SCV,
        20n * SCV + 1n,
      ]);
      await coin.connect(lender).approve(credit, SCV - 1n);
      const smaller = await loanOf(system);
      await expectRevert(take(system, smaller), coin, "ERC20InsufficientAllowance", [credit.target, SCV - 1n, SCV]);
    });
  });
});
