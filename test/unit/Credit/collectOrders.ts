import { expect } from "chai";
import { ZeroHash } from "ethers";
import { expectChanges } from "../../fixtures/balances.js";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import {
  advanceOf,
  COLLECTION_PERIOD,
  creditFeeFixture,
  creditFixture,
  LoanEnd,
  loanOf,
  LoanSource,
  LoanStatus,
  MAX_TERM,
  now,
  openOrder,
  pledgeOf,
  release,
  SCV,
  taken,
  type CreditSystem,
} from "../../fixtures/credit.js";
import { packed, type Deal } from "../../fixtures/deals.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { ALL, PROOF, REASON } from "../../fixtures/hub.js";
import { DAY } from "../../fixtures/system.js";

const { time } = networkHelpers;

/** An advance of 1 SCV on one order of 10 SCV. */
async function advancedFixture() {
  const system = await creditFixture();
  const deal = await openOrder(system);
  const id = await taken(system, await advanceOf(system, [deal]), [deal]);
  return { ...system, deal, id };
}

/** Expects that `collect` takes this from the orders and leaves so much owed. */
async function expectCollected(system: CreditSystem, id: string, amount: bigint, owed: bigint): Promise<void> {
  const { credit, coin, account, lender, stranger, accountAddress } = system;
  const collecting = credit.connect(stranger).collect(id);
  await expectChanges(collecting, coin, [lender, accountAddress, credit], [amount, -amount, 0n]);
  const ended = owed === 0n ? [["LoanEnded", id, LoanEnd.Repaid, 0n, 0n]] : [];
  expect(await eventsOf(await collecting, credit, coin)).to.deep.equal([
    ["LoanCollected", id, LoanSource.Orders, amount, owed],
    ...ended,
    ["Transfer", account.target, lender.address, amount],
  ]);
}

describe("Credit.collect, from orders", () => {
  describe("given an advance", () => {
    it("takes whatever the order pays, though nothing is due, until all is repaid", async () => {
      const system = await networkHelpers.loadFixture(advancedFixture);
      const { credit, deal, id } = system;
      await expectRevert(credit.collect(id), credit, "CreditNothingDue", [id, SCV, 0n]);
      await release(system, deal, SCV / 4n);
      await expectCollected(system, id, SCV / 4n, (SCV * 3n) / 4n);
      await expectRevert(credit.collect(id), credit, "CreditNothingDue", [id, (SCV * 3n) / 4n, 0n]);
      await release(system, deal, deal.price);
      await expectCollected(system, id, (SCV * 3n) / 4n, 0n);
      expect((await credit.loanOf(id)).fromOrders).to.equal(SCV);
    });

    it("takes several payments at once", async () => {
      const system = await networkHelpers.loadFixture(advancedFixture);
      for (const total of [3n, 7n, 100n]) await release(system, system.deal, total);
      await expectCollected(system, system.id, 100n, SCV - 100n);
    });

    it("takes what a claim and an arbiter's decision pay", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { hub, account, payer, arbiter } = system;
      const [claimed, disputed] = [
        await openOrder(system, { price: 100n }),
        await openOrder(system, { price: 200n, ref: ZeroHash }),
      ];
      const id = await taken(system, await advanceOf(system, [claimed, disputed]), [claimed, disputed]);
      for (const deal of [claimed, disputed]) await account.deliver(packed(deal), PROOF);
      await hub.connect(payer).dispute(packed(disputed), REASON);
      await hub.connect(arbiter).resolve(packed(disputed), 30n);
      await expectCollected(system, id, 30n, SCV - 30n);
      await time.increase(4 * DAY);
      await hub.claim(packed(claimed));
      expect(await system.credit.collectableOf(id)).to.deep.equal([[100n, 0n, 0n, 0n], true]);
    });

    it("counts only what the order paid after it was pledged", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const deal = await openOrder(system);
      await release(system, deal, 500n);
      const id = await taken(system, await advanceOf(system, [deal]), [deal]);
      await expectRevert(system.credit.collect(id), system.credit, "CreditNothingDue", [id, SCV, 0n]);
      await release(system, deal, 501n);
      await expectCollected(system, id, 1n, SCV - 1n);
    });

    it("counts what arrives net of the hub's fee, at most what the account received", async () => {
      const system = await networkHelpers.loadFixture(creditFeeFixture);
      const { coin, credit, accountAddress } = system;
      const deal = await openOrder(system);
      const id = await taken(system, await advanceOf(system, [deal]), [deal]);
      // The hub rounds the fee of each payment down, so the account receives more than the total less its fee.
      for (const [total, received, counted] of [
        [99n, 99n, 99n],
        [199n, 198n, 198n],
        [200n, 199n, 198n],
        [299n, 298n, 297n],
      ] as const) {
        await release(system, deal, total);
        expect(await coin.balanceOf(accountAddress)).to.equal(received);
        expect((await credit.collectableOf(id))[0][0]).to.equal(counted);
      }
      await expectCollected(system, id, 297n, SCV - 297n);
      expect(await credit.withdrawableOf(accountAddress)).to.equal(1n);
    });

    it("includes interest, which accrues until it is collected", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const deal = await openOrder(system);
      const rate = 10n ** 10n;
      const id = await taken(system, await advanceOf(system, [deal], { rate, lateRate: rate }), [deal]);
      const start = await now();
      await release(system, deal, deal.price);
      await time.setNextBlockTimestamp(start + 1_000n);
      await expectCollected(system, id, SCV + 1_000n * rate, 0n);
    });

    it("never charges the late rate, because nothing is due", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const deal = await openOrder(system, { deadline: (await now()) + MAX_TERM });
      const id = await taken(system, await advanceOf(system, [deal], { rate: 0n, lateRate: 10n ** 10n }), [deal]);
      await time.increase(MAX_TERM + 5n);
      expect(await system.credit.owedOf(id)).to.deep.equal([SCV, 0n]);
    });
  });

  describe("given orders that can pay nothing more", () => {
    it("ends the advance when the last one is closed, with what stays unpaid", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, coin, hub, lender, account } = system;
      const [deal, other] = [await openOrder(system), await openOrder(system, { ref: ZeroHash })];
      const id = await taken(system, await advanceOf(system, [deal, other]), [deal, other]);
      await time.increaseTo(deal.deadline + 1n);
      await hub.refund(packed(deal), ALL);
      await expectRevert(credit.collect(id), credit, "CreditNothingDue", [id, SCV, 0n]);
      await release(system, other, 10n);
      await hub.refund(packed(other), ALL);
      expect(await credit.collectableOf(id)).to.deep.equal([[10n, 0n, 0n, 0n], true]);
      const collecting = await credit.collect(id);
      expect(await eventsOf(collecting, credit, coin)).to.deep.equal([
        ["LoanCollected", id, LoanSource.Orders, 10n, SCV - 10n],
        ["LoanEnded", id, LoanEnd.Exhausted, SCV - 10n, 0n],
        ["Transfer", account.target, lender.address, 10n],
      ]);
      expect((await credit.loanOf(id)).status).to.equal(LoanStatus.Ended);
    });

    it("ends it without a payment too", async () => {
      const system = await networkHelpers.loadFixture(advancedFixture);
      const { credit, hub, deal, id } = system;
      await time.increaseTo(deal.deadline + 1n);
      await hub.refund(packed(deal), ALL);
      expect(await credit.collect.staticCall(id)).to.equal(0n);
      expect(await eventsOf(await credit.collect(id), credit)).to.deep.equal([
        ["LoanEnded", id, LoanEnd.Exhausted, SCV, 0n],
      ]);
    });

    it("leaves a loan with a due date active", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, hub, coin, provider } = system;
      const deal = await openOrder(system);
      await coin.connect(provider).approve(credit, SCV);
      const loan = await loanOf(system, { ...(await pledgeOf(system, [deal])), pull: true });
      const id = await taken(system, loan, [deal]);
      await time.increaseTo(deal.deadline + 1n);
      await hub.refund(packed(deal), ALL);
      await expectRevert(credit.collect(id), credit, "CreditNothingDue", [id, SCV, 0n]);
      await time.increaseTo(loan.due + 1n);
      expect(await credit.collectableOf(id)).to.deep.equal([[0n, SCV, 0n, 0n], true]);
    });
  });

  describe("given several loans of one account", () => {
    it("gives each lender what its own orders paid, and the owner the rest", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, coin, payer, accountAddress, account, provider } = system;
      const deals: Deal[] = [];
      const ids: string[] = [];
      for (let i = 0; i < 3; i++) {
        const deal = await openOrder(system, { price: 1_000n, ref: ethers.id(`invoice ${i}`) });
        deals.push(deal);
        ids.push(await taken(system, await advanceOf(system, [deal], { amount: 500n }), [deal]));
      }
      const [first, second, third] = deals;
      if (!first || !second || !third) throw new Error("no orders");
      await release(system, first, 400n);
      await release(system, second, 500n);
      await coin.connect(payer).transfer(accountAddress, 7n);
      expect(await credit.withdrawableOf(accountAddress)).to.equal(7n);
      const collectable = await Promise.all(ids.map(async (id) => credit.collectableOf(id)));
      expect(collectable).to.deep.equal([
        [[400n, 0n, 0n, 0n], false],
        [[500n, 0n, 0n, 0n], true],
        [[0n, 0n, 0n, 0n], false],
      ]);
      await expectCollected(system, ids[1] ?? "", 500n, 0n);
      await account.withdraw(provider, ALL);
      await release(system, second, 1_000n);
      expect(await credit.withdrawableOf(accountAddress)).to.equal(500n);
      await account.withdraw(provider, ALL);
      await expectCollected(system, ids[0] ?? "", 400n, 100n);
      expect(await coin.balanceOf(accountAddress)).to.equal(0n);
    });
  });

  describe("given an advance that nobody collects", () => {
    it("lapses seven years after it was taken, and frees the orders", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, hub, account, accountAddress } = system;
      const deal = await openOrder(system, { deadline: (await now()) + BigInt(3_000 * DAY) });
      const id = await taken(system, await advanceOf(system, [deal]), [deal]);
      const lapsesAt = (await now()) + MAX_TERM + COLLECTION_PERIOD;
      const order = await hub.idOf(packed(deal));
      await release(system, deal, 9n);
      await time.increaseTo(lapsesAt - 1n);
      expect(await credit.pledgeOf(accountAddress, order)).to.equal(id);
      expect(await credit.withdrawableOf(accountAddress)).to.equal(0n);
      expect(await credit.collectableOf(id)).to.deep.equal([[9n, 0n, 0n, 0n], false]);
      await time.increaseTo(lapsesAt);
      expect(await credit.pledgeOf(accountAddress, order)).to.equal(ZeroHash);
      expect(await credit.withdrawableOf(accountAddress)).to.equal(9n);
      await account.refund(packed(deal), 1n);
      expect(await eventsOf(await credit.collect(id), credit)).to.deep.equal([
        ["LoanEnded", id, LoanEnd.Lapsed, SCV, 0n],
      ]);
      expect(await credit.loansOf(accountAddress)).to.deep.equal([[], ZeroHash]);
    });
  });
});
