import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { networkHelpers } from "../../fixtures/chain.js";
import { packed } from "../../fixtures/deals.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import {
  outcomesOf,
  expectOutcomes,
  expectForOrdersOnly,
  expectSent,
  feeFixture,
  opened,
  orderIn,
  orderOf,
  PLACES,
  PROOF,
  Status,
} from "../../fixtures/hub.js";

const { time } = networkHelpers;

const OUTCOMES = outcomesOf(["not allowed", "wrong status", "not allowed", "not allowed"], {
  Open: ["not allowed", "Delivered", "not allowed", "not allowed"],
});

describe("PaymentHub.deliver", () => {
  for (const place of PLACES) {
    describe(`given an order in ${place}`, () => {
      it("delivers for the payee of an open order, and rejects the rest", () =>
        expectOutcomes(place, OUTCOMES, (hub, deal) => hub.deliver(deal, PROOF)));
    });
  }

  describe("given an open order", () => {
    it("notes the time, logs the proof and moves no money", async () => {
      const system = await networkHelpers.loadFixture(feeFixture);
      const { coin, hub, payee } = system;
      const deal = await orderIn(system, "Open");
      const id = await hub.idOf(packed(deal));
      const delivering = hub.connect(payee).deliver(packed(deal), PROOF);
      await expectSent(system, delivering, {});
      expect(await eventsOf(await delivering, hub, coin)).to.deep.equal([["Delivered", id, payee.address, PROOF]]);
      const now = BigInt(await time.latest());
      expect(await hub.escrowOf(id)).to.deep.equal([deal.price, 0n, now, Status.Delivered]);
    });

    it("does not need an arbiter or a window", async () => {
      const system = await networkHelpers.loadFixture(feeFixture);
      const { hub, payee } = system;
      const deal = await orderIn(system, "Open", { arbiter: ZeroAddress, window: 0n });
      await expect(hub.connect(payee).deliver(packed(deal), PROOF)).to.emit(hub, "Delivered");
    });

    it("keeps what was released and refunded before", async () => {
      const system = await networkHelpers.loadFixture(feeFixture);
      const { hub, payer, payee } = system;
      const deal = await orderIn(system, "Open");
      await hub.connect(payer).release(packed(deal), 300n);
      await hub.connect(payee).refund(packed(deal), 200n);
      await hub.connect(payee).deliver(packed(deal), PROOF);
      const now = BigInt(await time.latest());
      expect(await hub.escrowOf(await hub.idOf(packed(deal)))).to.deep.equal([
        deal.price - 200n,
        300n,
        now,
        Status.Delivered,
      ]);
    });

    for (const [when, offset] of [
      ["one second before the deadline", -1n],
      ["at the deadline", 0n],
    ] as const) {
      it(`works ${when}`, async () => {
        const system = await networkHelpers.loadFixture(feeFixture);
        const { hub, payee } = system;
        const deal = await orderIn(system, "Open");
        await time.setNextBlockTimestamp(deal.deadline + offset);
        await hub.connect(payee).deliver(packed(deal), PROOF);
        const { markedAt, status } = await hub.escrowOf(await hub.idOf(packed(deal)));
        expect([markedAt, status]).to.deep.equal([deal.deadline + offset, Status.Delivered]);
      });
    }

    it("is too late one second after the deadline", async () => {
      const system = await networkHelpers.loadFixture(feeFixture);
      const { hub, payee } = system;
      const deal = await orderIn(system, "Open");
      const id = await hub.idOf(packed(deal));
      await time.setNextBlockTimestamp(deal.deadline + 1n);
      await expectRevert(hub.connect(payee).deliver(packed(deal), PROOF), hub, "HubTooLate", [0n, id, deal.deadline]);
      expect(await hub.escrowOf(id)).to.deep.equal([deal.price, 0n, 0n, Status.Open]);
    });
  });

  describe("given terms other than those of the order that is open", () => {
    it("finds no such order", async () => {
      const system = await networkHelpers.loadFixture(feeFixture);
      const { hub, payee } = system;
      const deal = await orderIn(system, "Open");
      const other = packed({ ...deal, window: deal.window - 1n });
      await expectRevert(hub.connect(payee).deliver(other, PROOF), hub, "HubWrongStatus", [
        0n,
        hub.idOf(other),
        Status.None,
      ]);
    });

    it("leaves an order alone that differs in the reference only", async () => {
      const system = await networkHelpers.loadFixture(feeFixture);
      const { hub, payee } = system;
      const deal = await orderIn(system, "Open");
      const twin = await orderOf(system, { deadline: deal.deadline, ref: PROOF });
      const id = await opened(system, twin);
      await hub.connect(payee).deliver(packed(deal), PROOF);
      expect(await hub.escrowOf(id)).to.deep.equal([twin.price, 0n, 0n, Status.Open]);
    });
  });

  describe("given a stream or a subscription", () => {
    it("rejects everybody", () => expectForOrdersOnly((hub, deal) => hub.deliver(deal, PROOF)));
  });
});
