import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { packed } from "../../fixtures/deals.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import {
  outcomesOf,
  ARBITRATION_PERIOD,
  expectOutcomes,
  expectForOrdersOnly,
  expectSent,
  feeFixture,
  MAX_WINDOW,
  orderIn,
  PLACES,
  PROOF,
  REASON,
  Status,
} from "../../fixtures/hub.js";

const { time } = networkHelpers;

const OUTCOMES = outcomesOf(["wrong status", "not allowed", "not allowed", "not allowed"], {
  Delivered: ["Disputed", "not allowed", "not allowed", "not allowed"],
});

/** An order that was delivered, its id and the last second in which it can be disputed. */
async function deliveredFixture() {
  const system = await feeFixture();
  const deal = await orderIn(system, "Delivered");
  return { ...system, deal, id: await system.hub.idOf(packed(deal)), end: BigInt(await time.latest()) + deal.window };
}

describe("PaymentHub.dispute", () => {
  for (const place of PLACES) {
    describe(`given an order in ${place}`, () => {
      it("disputes for the payer of a delivered order, and rejects the rest", () =>
        expectOutcomes(place, OUTCOMES, (hub, deal) => hub.dispute(deal, REASON)));
    });
  }

  describe("given a delivered order", () => {
    it("notes the time, logs the reason and moves no money", async () => {
      const system = await networkHelpers.loadFixture(deliveredFixture);
      const { coin, hub, payer, deal, id, end } = system;
      await time.setNextBlockTimestamp(end - 7n);
      const disputing = hub.connect(payer).dispute(packed(deal), REASON);
      await expectSent(system, disputing, {});
      expect(await eventsOf(await disputing, hub, coin)).to.deep.equal([["Disputed", id, payer.address, REASON]]);
      expect(await hub.escrowOf(id)).to.deep.equal([deal.price, 0n, end - 7n, Status.Disputed]);
    });

    it("keeps what was released and refunded before", async () => {
      const { hub, payer, payee, deal, id } = await networkHelpers.loadFixture(deliveredFixture);
      await hub.connect(payer).release(packed(deal), 300n);
      await hub.connect(payee).refund(packed(deal), 200n);
      await hub.connect(payer).dispute(packed(deal), REASON);
      const now = BigInt(await time.latest());
      expect(await hub.escrowOf(id)).to.deep.equal([deal.price - 200n, 300n, now, Status.Disputed]);
    });

    for (const [when, offset] of [
      ["one second before the window's end", -1n],
      ["in the last second of the window", 0n],
    ] as const) {
      it(`works ${when}`, async () => {
        const { hub, payer, deal, id, end } = await networkHelpers.loadFixture(deliveredFixture);
        await time.setNextBlockTimestamp(end + offset);
        await hub.connect(payer).dispute(packed(deal), REASON);
        expect(await hub.escrowOf(id)).to.deep.equal([deal.price, 0n, end + offset, Status.Disputed]);
      });
    }

    it("is too late one second after the window", async () => {
      const { hub, payer, deal, id, end } = await networkHelpers.loadFixture(deliveredFixture);
      await time.setNextBlockTimestamp(end + 1n);
      await expectRevert(hub.connect(payer).dispute(packed(deal), REASON), hub, "HubTooLate", [0n, id, end]);
      expect(await hub.escrowOf(id)).to.deep.equal([deal.price, 0n, end - deal.window, Status.Delivered]);
    });

    it("counts the window from the delivery, also beyond the deadline", async () => {
      const system = await networkHelpers.loadFixture(feeFixture);
      const { hub, payer, payee } = system;
      const deal = await orderIn(system, "Open", { window: MAX_WINDOW });
      await time.setNextBlockTimestamp(deal.deadline);
      await hub.connect(payee).deliver(packed(deal), PROOF);
      await time.setNextBlockTimestamp(deal.deadline + MAX_WINDOW);
      await hub.connect(payer).dispute(packed(deal), REASON);
      const { markedAt, status } = await hub.escrowOf(await hub.idOf(packed(deal)));
      expect([markedAt, status]).to.deep.equal([deal.deadline + MAX_WINDOW, Status.Disputed]);
    });
  });

  describe("given a delivered order without a window", () => {
    it("is too late one second after the delivery", async () => {
      const system = await networkHelpers.loadFixture(feeFixture);
      const { hub, payer } = system;
      const deal = await orderIn(system, "Delivered", { window: 0n });
      const now = BigInt(await time.latest());
      await time.setNextBlockTimestamp(now + 1n);
      await expectRevert(hub.connect(payer).dispute(packed(deal), REASON), hub, "HubTooLate", [
        0n,
        hub.idOf(packed(deal)),
        now,
      ]);
    });

    it("works in the second of the delivery", async () => {
      const system = await networkHelpers.loadFixture(feeFixture);
      const { hub, payer, payee } = system;
      const deal = await orderIn(system, "Open", { window: 0n });
      const gasLimit = 200_000n;
      await ethers.provider.send("evm_setAutomine", [false]);
      try {
        await hub.connect(payee).deliver(packed(deal), PROOF, { gasLimit });
        await hub.connect(payer).dispute(packed(deal), REASON, { gasLimit, maxPriorityFeePerGas: 1n });
        await networkHelpers.mine();
      } finally {
        await ethers.provider.send("evm_setAutomine", [true]);
      }
      const now = BigInt(await time.latest());
      expect(await hub.escrowOf(await hub.idOf(packed(deal)))).to.deep.equal([deal.price, 0n, now, Status.Disputed]);
    });
  });

  describe("given a delivered order without an arbiter", () => {
    it("rejects the payer", async () => {
      const system = await networkHelpers.loadFixture(feeFixture);
      const { hub, payer } = system;
      const deal = await orderIn(system, "Delivered", { arbiter: ZeroAddress });
      await expectRevert(hub.connect(payer).dispute(packed(deal), REASON), hub, "HubUnauthorized", [
        0n,
        hub.idOf(packed(deal)),
        payer.address,
      ]);
    });
  });

  describe("given a disputed order", () => {
    it("cannot be disputed again, which would give the arbiter more time", async () => {
      const { hub, payer, deal, id, end } = await networkHelpers.loadFixture(deliveredFixture);
      await hub.connect(payer).dispute(packed(deal), REASON);
      const { markedAt } = await hub.escrowOf(id);
      await time.setNextBlockTimestamp(end);
      await expectRevert(hub.connect(payer).dispute(packed(deal), REASON), hub, "HubWrongStatus", [
        0n,
        id,
        Status.Disputed,
      ]);
      await time.setNextBlockTimestamp(markedAt + ARBITRATION_PERIOD + 1n);
      await expect(hub.refund(packed(deal), deal.price)).to.emit(hub, "Refunded");
    });
  });

  describe("given a stream or a subscription", () => {
    it("rejects everybody", () => expectForOrdersOnly((hub, deal) => hub.dispute(deal, REASON)));
  });
});
