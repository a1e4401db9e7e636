import { expect } from "chai";
import { AbiCoder, keccak256, ZeroHash } from "ethers";
import { at } from "../../fixtures/at.js";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import {
  advanceOf,
  creditFeeFixture,
  creditFixture,
  hashOfOrders,
  loanOf,
  NO_DUE_DATE,
  openOrder,
  release,
  SCV,
  take,
  taken,
  type CreditSystem,
} from "../../fixtures/credit.js";
import { packed, type Deal } from "../../fixtures/deals.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { ALL, opened, orderOf, PROOF, REASON, Status, streamOf, subscriptionOf } from "../../fixtures/hub.js";

/** Opens that many orders of 0.1 SCV. */
async function openOrders(system: CreditSystem, count: number): Promise<Deal[]> {
  const deals: Deal[] = [];
  for (let i = 0; i < count; i++) {
    deals.push(await openOrder(system, { price: SCV / 10n, ref: ethers.id(`invoice ${i}`) }));
  }
  return deals;
}

/** Expects that a deal cannot be pledged, with its payee and status. */
async function expectInvalidOrder(system: CreditSystem, deal: Deal, status: bigint): Promise<void> {
  const order = await system.hub.idOf(packed(deal));
  await expectRevert(take(system, await advanceOf(system, [deal]), [deal]), system.credit, "CreditInvalidOrder", [
    order,
    deal.payee,
    status,
  ]);
}

describe("Credit.take, the orders", () => {
  describe("given other orders than the lender signed", () => {
    it("rejects fewer, more, others, another sequence, and none", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit } = system;
      const deals = await openOrders(system, 3);
      const [first, second, third] = [at(deals, 0), at(deals, 1), at(deals, 2)];
      const loan = await advanceOf(system, [first, second]);
      const id = await credit.idOf(loan);
      for (const others of [[first], [first, second, third], [first, third], [second, first], []]) {
        await expectRevert(take(system, loan, others), credit, "CreditWrongOrders", [
          id,
          await hashOfOrders(system, others),
          loan.orders,
        ]);
      }
      await taken(system, loan, [first, second]);
    });

    it("rejects orders for an offer without any", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const deal = await openOrder(system, { payee: system.provider.address });
      const loan = await loanOf(system);
      const order = await system.hub.idOf(packed(deal));
      await expectRevert(take(system, loan, [deal]), system.credit, "CreditInvalidOrder", [
        order,
        deal.payee,
        Status.Open,
      ]);
    });

    it("takes the hash of an empty list for what it is: no hash of orders", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, accountAddress } = system;
      const orders = keccak256(AbiCoder.defaultAbiCoder().encode(["bytes32[]"], [[]]));
      const loan = await loanOf(system, { ...NO_DUE_DATE, account: accountAddress, orders });
      await expectRevert(take(system, loan), credit, "CreditWrongOrders", [await credit.idOf(loan), ZeroHash, orders]);
    });
  });

  describe("given the number of orders", () => {
    it("takes sixteen, and not seventeen", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit } = system;
      const deals = await openOrders(system, 17);
      const tooMany = await advanceOf(system, deals);
      await expectRevert(take(system, tooMany, deals), credit, "CreditTooManyOrders", [
        ...[await credit.idOf(tooMany), 17n, 16n],
      ]);
      const most = deals.slice(0, 16);
      const id = await taken(system, await advanceOf(system, most), most);
      expect(await credit.ordersOf(id)).to.have.length(16);
    });
  });

  describe("given a deal that cannot be pledged", () => {
    it("rejects one that pays someone else, the caller too", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { provider, rival } = system;
      for (const { address } of [rival, provider]) {
        await expectInvalidOrder(system, await openOrder(system, { payee: address }), Status.Open);
      }
    });

    it("rejects streams and subscriptions", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const payee = { payee: system.accountAddress };
      for (const deal of [await streamOf(system, payee), await subscriptionOf(system, payee)]) {
        await opened(system, deal, SCV);
        await expectInvalidOrder(system, deal, Status.Open);
      }
    });

    it("rejects one that is not open: unknown, voided, disputed, refunded or paid", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { account, hub, payer, accountAddress } = system;
      const unknown = await orderOf(system, { payee: accountAddress });
      await expectInvalidOrder(system, unknown, Status.None);
      await account.void(packed(unknown));
      await expectInvalidOrder(system, unknown, Status.Closed);
      const refunded = await openOrder(system, { ref: ethers.id("refunded") });
      await account.refund(packed(refunded), ALL);
      await expectInvalidOrder(system, refunded, Status.Closed);
      const paid = await openOrder(system, { ref: ethers.id("paid") });
      await release(system, paid, paid.price);
      await expectInvalidOrder(system, paid, Status.Closed);
      const disputed = await openOrder(system, { ref: ethers.id("disputed") });
      await account.deliver(packed(disputed), PROOF);
      await hub.connect(payer).dispute(packed(disputed), REASON);
      await expectInvalidOrder(system, disputed, Status.Disputed);
    });

    it("takes one that is delivered", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const deal = await openOrder(system);
      await system.account.deliver(packed(deal), PROOF);
      await taken(system, await advanceOf(system, [deal]), [deal]);
    });
  });

  describe("given an order that is pledged already", () => {
    it("rejects it for another loan, and twice for the same", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, hub } = system;
      const [deal, other] = [await openOrder(system), await openOrder(system, { ref: ethers.id("invoice 2") })];
      const order = await hub.idOf(packed(deal));
      const twice = await advanceOf(system, [deal, deal]);
      await expectRevert(take(system, twice, [deal, deal]), credit, "CreditOrderPledged", [
        order,
        await credit.idOf(twice),
      ]);
      const id = await taken(system, await advanceOf(system, [deal]), [deal]);
      const second = await advanceOf(system, [other, deal], { ref: ethers.id("loan 2") });
      await expectRevert(take(system, second, [other, deal]), credit, "CreditOrderPledged", [order, id]);
    });

    it("takes it again when the first loan has ended, and counts from there", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, lender } = system;
      const deal = await openOrder(system);
      const first = await taken(system, await advanceOf(system, [deal]), [deal]);
      await release(system, deal, 5n);
      await credit.connect(lender).forgive(first);
      const loan = await advanceOf(system, [deal], { ref: ethers.id("loan 2") });
      const second = await taken(system, loan, [deal]);
      expect(await credit.ordersOf(second)).to.deep.equal([[await system.hub.idOf(packed(deal)), 5n, 0n]]);
      expect(await credit.collectableOf(second)).to.deep.equal([[0n, 0n, 0n, 0n], false]);
    });
  });

  describe("given a cover", () => {
    it("compares it with what the orders still hold for the payee, fees deducted", async () => {
      const system = await networkHelpers.loadFixture(creditFeeFixture);
      const { credit, account } = system;
      const [deal, other] = [
        await openOrder(system, { price: 1_050n }),
        await openOrder(system, { price: 199n, ref: ethers.id("invoice 2") }),
      ];
      await release(system, deal, 350n);
      await account.refund(packed(deal), 100n);
      // 950 - 9 of which 350 - 3 are paid, and 199 - 1.
      const held = 594n + 198n;
      const loan = await advanceOf(system, [deal, other], { cover: held + 1n });
      await expectRevert(take(system, loan, [deal, other]), credit, "CreditInsufficientCover", [
        await credit.idOf(loan),
        held,
        held + 1n,
      ]);
      await taken(system, { ...loan, cover: held }, [deal, other]);
    });

    it("rejects a cover without orders", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const loan = await loanOf(system, { cover: 1n });
      await expectRevert(take(system, loan), system.credit, "CreditInsufficientCover", [
        ...[await system.credit.idOf(loan), 0n, 1n],
      ]);
    });
  });
});
