import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { networkHelpers } from "../../fixtures/chain.js";
import { packed } from "../../fixtures/deals.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import {
  expectOutcomes,
  expectClaim,
  expectSent,
  feeFixture,
  hubFixture,
  opened,
  orderIn,
  orderOf,
  PLACES,
  PROOF,
  REASON,
  Status,
  outcomesOf,
} from "../../fixtures/hub.js";
import { DAY } from "../../fixtures/system.js";

const { time } = networkHelpers;

const OUTCOMES = outcomesOf(["wrong status", "wrong status", "wrong status", "wrong status"], {
  Delivered: ["too early", "too early", "too early", "too early"],
});

/** A delivered order over 10,000 base units at 1%, and the last second of its window. */
async function deliveredFixture() {
  const system = await feeFixture();
  const deal = await orderIn(system, "Delivered", { price: 10_000n });
  return { ...system, deal, id: await system.hub.idOf(packed(deal)), end: BigInt(await time.latest()) + deal.window };
}

describe("PaymentHub.claim", () => {
  for (const place of PLACES) {
    describe(`given an order in ${place}`, () => {
      it("rejects every party by status and time", () =>
        expectOutcomes(place, OUTCOMES, (hub, deal) => hub.claim(deal)));
    });
  }

  describe("given a delivered order", () => {
    for (const [when, offset] of [
      ["one second before the window ends", -1n],
      ["in the last second of the window", 0n],
    ] as const) {
      it(`is too early ${when}`, async () => {
        const { hub, payee, deal, id, end } = await networkHelpers.loadFixture(deliveredFixture);
        await time.setNextBlockTimestamp(end + offset);
        expect(await hub.dueOf(packed(deal), { blockTag: "pending" })).to.equal(0n);
        await expectRevert(hub.connect(payee).claim(packed(deal)), hub, "HubTooEarly", [0n, id, end]);
      });
    }

    for (const [when, seconds] of [
      ["one second after the window", 1n],
      ["years after the window", BigInt(5 * 365 * DAY)],
    ] as const) {
      it(`pays the payee all of it and closes it ${when}`, async () => {
        const system = await networkHelpers.loadFixture(deliveredFixture);
        await expectClaim(system, system.deal, system.end + seconds, 10_000n);
      });
    }

    it("pays the payee alone, no matter who claims", async () => {
      for (const role of ["payer", "payee", "arbiter", "stranger"] as const) {
        const system = await networkHelpers.loadFixture(deliveredFixture);
        const { hub, deal, end } = system;
        await time.setNextBlockTimestamp(end + 1n);
        await expectSent(system, hub.connect(system[role]).claim(packed(deal)), { payee: 9_900n });
      }
    });

    it("pays what was neither released nor refunded, with the fee of each payment rounded down", async () => {
      const system = await networkHelpers.loadFixture(deliveredFixture);
      const { coin, hub, payer, payee, deal, id, end } = system;
      await hub.connect(payer).release(packed(deal), 199n);
      await hub.connect(payee).refund(packed(deal), 2_602n);
      await expectClaim(system, deal, end + 1n, 7_199n);
      expect(await hub.escrowOf(id)).to.deep.equal([7_398n, 7_398n, end - deal.window, Status.Closed]);
      expect(await coin.balanceOf(hub)).to.equal(1n + 71n);
    });

    it("pays once", async () => {
      const system = await networkHelpers.loadFixture(deliveredFixture);
      const { hub, deal, id, end } = system;
      await expectClaim(system, deal, end + 1n, 10_000n);
      await expectRevert(hub.claim(packed(deal)), hub, "HubWrongStatus", [0n, id, Status.Closed]);
    });

    it("cannot be claimed once it is disputed, also after the arbiter's time", async () => {
      const { hub, payer, deal, id, end } = await networkHelpers.loadFixture(deliveredFixture);
      await hub.connect(payer).dispute(packed(deal), REASON);
      await time.increaseTo(end + BigInt(365 * DAY));
      await expectRevert(hub.claim(packed(deal)), hub, "HubWrongStatus", [0n, id, Status.Disputed]);
    });

    it("leaves another order of the same parties alone", async () => {
      const system = await networkHelpers.loadFixture(deliveredFixture);
      const { coin, hub, deal, end } = system;
      const other = await opened(system, { ...deal, ref: REASON });
      await expectClaim(system, deal, end + 1n, 10_000n);
      expect(await hub.escrowOf(other)).to.deep.equal([10_000n, 0n, 0n, Status.Open]);
      expect(await coin.balanceOf(hub)).to.equal(10_100n);
    });

    it("counts the window from a delivery at the deadline", async () => {
      const system = await networkHelpers.loadFixture(feeFixture);
      const { hub, payee } = system;
      const deal = await orderIn(system, "Open", { price: 10_000n, window: 60n });
      await time.setNextBlockTimestamp(deal.deadline);
      await hub.connect(payee).deliver(packed(deal), PROOF);
      await time.setNextBlockTimestamp(deal.deadline + 60n);
      await expectRevert(hub.claim(packed(deal)), hub, "HubTooEarly", [
        0n,
        hub.idOf(packed(deal)),
        deal.deadline + 60n,
      ]);
      await expectClaim(system, deal, deal.deadline + 61n, 10_000n);
    });
  });

  describe("given a delivered order without a window and an arbiter", () => {
    it("pays one second after the delivery", async () => {
      const system = await networkHelpers.loadFixture(feeFixture);
      const deal = await orderIn(system, "Delivered", { price: 1n, window: 0n, arbiter: ZeroAddress });
      await expectClaim(system, deal, BigInt(await time.latest()) + 1n, 1n);
    });
  });

  describe("given a fee that changes after the opening", () => {
    for (const [agreed, later] of [
      [0n, 100n],
      [1n, 100n],
      [100n, 0n],
    ] as const) {
      it(`takes the ${agreed} basis points that were agreed`, async () => {
        const system = await networkHelpers.loadFixture(hubFixture);
        const { coin, hub, owner } = system;
        await hub.connect(owner).setFee(agreed);
        const deal = await orderIn(system, "Delivered", { price: 19_999n });
        const end = BigInt(await time.latest()) + deal.window;
        await hub.connect(owner).setFee(later);
        await expectClaim(system, deal, end + 1n, 19_999n);
        expect(await coin.balanceOf(hub)).to.equal((19_999n * agreed) / 10_000n);
      });
    }
  });

  describe("given a payee that refuses every call", () => {
    it("pays it, for it is not called", async () => {
      const system = await networkHelpers.loadFixture(deliveredFixture);
      await networkHelpers.setCode(system.payee.address, "0x5f5ffd");
      await expectClaim(system, system.deal, system.end + 1n, 10_000n);
    });
  });

  describe("given terms other than those of the order that is open", () => {
    it("finds no such order", async () => {
      const system = await networkHelpers.loadFixture(deliveredFixture);
      const { hub, stranger, end } = system;
      await time.increaseTo(end + 1n);
      const other = await orderOf(system, { ...system.deal, payee: stranger.address });
      await expectRevert(hub.claim(packed(other)), hub, "HubWrongStatus", [0n, hub.idOf(packed(other)), Status.None]);
    });
  });
});
