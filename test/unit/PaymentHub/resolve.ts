import { expect } from "chai";
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
  hubFixture,
  MAX_UINT256,
  orderIn,
  PLACES,
  Status,
} from "../../fixtures/hub.js";

const { time } = networkHelpers;

const OUTCOMES = outcomesOf(["not allowed", "not allowed", "wrong status", "not allowed"], {
  Disputed: ["not allowed", "not allowed", "Closed", "not allowed"],
});

/** A disputed order over 1,000,000 at 1%, of which 90,000 were released and 10,000 refunded: 900,000 are left. */
async function disputedFixture() {
  const system = await feeFixture();
  const { hub, payer, payee } = system;
  const deal = await orderIn(system, "Disputed", { price: 1_000_000n });
  const disputedAt = BigInt(await time.latest());
  await hub.connect(payer).release(packed(deal), 90_000n);
  await hub.connect(payee).refund(packed(deal), 10_000n);
  return { ...system, deal, id: await hub.idOf(packed(deal)), disputedAt, end: disputedAt + ARBITRATION_PERIOD };
}

describe("PaymentHub.resolve", () => {
  for (const place of PLACES) {
    describe(`given an order in ${place}`, () => {
      it("resolves for the arbiter of a disputed order, and rejects the rest", () =>
        expectOutcomes(place, OUTCOMES, (hub, deal) => hub.resolve(deal, 1n)));
    });
  }

  describe("given a disputed order", () => {
    for (const toPayee of [1n, 99n, 100n, 450_000n, 899_999n]) {
      it(`gives the payee ${toPayee}, the payer the rest`, async () => {
        const system = await networkHelpers.loadFixture(disputedFixture);
        const { coin, hub, payer, payee, arbiter, deal, id, disputedAt } = system;
        const [fee, toPayer] = [toPayee / 100n, 900_000n - toPayee];
        const resolving = hub.connect(arbiter).resolve(packed(deal), 90_000n + toPayee);
        await expectSent(system, resolving, { payee: toPayee - fee, payer: toPayer });
        expect(await eventsOf(await resolving, hub, coin)).to.deep.equal([
          ["Resolved", id, arbiter.address, toPayee, toPayer, fee],
          ["Transfer", hub.target, payee.address, toPayee - fee],
          ["Transfer", hub.target, payer.address, toPayer],
        ]);
        const total = 90_000n + toPayee;
        expect(await hub.escrowOf(id)).to.deep.equal([total, total, disputedAt, Status.Closed]);
        expect(await hub.fees()).to.equal(900n + fee);
        expect(await coin.balanceOf(hub)).to.equal(900n + fee);
      });
    }

    for (const total of [0n, 89_999n, 90_000n]) {
      it(`gives the payer all that is left when the total is ${total}, without a fee or a transfer of 0`, async () => {
        const system = await networkHelpers.loadFixture(disputedFixture);
        const { coin, hub, payer, arbiter, deal, id, disputedAt } = system;
        const resolving = hub.connect(arbiter).resolve(packed(deal), total);
        await expectSent(system, resolving, { payer: 900_000n });
        expect(await eventsOf(await resolving, hub, coin)).to.deep.equal([
          ["Resolved", id, arbiter.address, 0n, 900_000n, 0n],
          ["Transfer", hub.target, payer.address, 900_000n],
        ]);
        expect(await hub.escrowOf(id)).to.deep.equal([90_000n, 90_000n, disputedAt, Status.Closed]);
        expect(await hub.fees()).to.equal(900n);
      });
    }

    for (const total of [990_000n, 990_001n, MAX_UINT256]) {
      it(`gives the payee all that is left when the total is ${total}, without a transfer of 0`, async () => {
        const system = await networkHelpers.loadFixture(disputedFixture);
        const { coin, hub, payee, arbiter, deal, id, disputedAt } = system;
        const resolving = hub.connect(arbiter).resolve(packed(deal), total);
        await expectSent(system, resolving, { payee: 891_000n });
        expect(await eventsOf(await resolving, hub, coin)).to.deep.equal([
          ["Resolved", id, arbiter.address, 900_000n, 0n, 9_000n],
          ["Transfer", hub.target, payee.address, 891_000n],
        ]);
        expect(await hub.escrowOf(id)).to.deep.equal([990_000n, 990_000n, disputedAt, Status.Closed]);
        expect(await hub.fees()).to.equal(9_900n);
      });
    }

    for (const [verb, change] of [
      ["release by the payer", "release"],
      ["refund by the payee", "refund"],
    ] as const) {
      it(`awards the same total when a ${verb} comes first`, async () => {
        const system = await networkHelpers.loadFixture(disputedFixture);
        const { hub, payer, payee, arbiter, deal, id, disputedAt } = system;
        if (change === "release") await hub.connect(payer).release(packed(deal), 300_000n);
        else await hub.connect(payee).refund(packed(deal), 300_000n);
        await hub.connect(arbiter).resolve(packed(deal), 500_000n);
        expect(await hub.escrowOf(id)).to.deep.equal([500_000n, 500_000n, disputedAt, Status.Closed]);
      });
    }

    for (const [when, offset] of [
      ["one second before the arbiter's time is over", -1n],
      ["in the last second of the arbiter's time", 0n],
    ] as const) {
      it(`works ${when}`, async () => {
        const system = await networkHelpers.loadFixture(disputedFixture);
        const { hub, arbiter, deal, end } = system;
        await time.setNextBlockTimestamp(end + offset);
        const resolving = hub.connect(arbiter).resolve(packed(deal), 490_000n);
        await expectSent(system, resolving, { payee: 396_000n, payer: 500_000n });
      });
    }

    it("is too late one second after the arbiter's time", async () => {
      const { hub, arbiter, deal, id, disputedAt, end } = await networkHelpers.loadFixture(disputedFixture);
      await time.setNextBlockTimestamp(end + 1n);
      await expectRevert(hub.connect(arbiter).resolve(packed(deal), 490_000n), hub, "HubTooLate", [0n, id, end]);
      expect(await hub.escrowOf(id)).to.deep.equal([990_000n, 90_000n, disputedAt, Status.Disputed]);
    });

    it("takes the fee that was agreed, whatever it is now", async () => {
      const system = await networkHelpers.loadFixture(disputedFixture);
      const { hub, owner, arbiter, deal } = system;
      await hub.connect(owner).setFee(0n);
      const resolving = hub.connect(arbiter).resolve(packed(deal), 190_000n);
      await expectSent(system, resolving, { payee: 99_000n, payer: 800_000n });
      expect(await hub.fees()).to.equal(1_900n);
    });

    it("takes no fee when none was agreed", async () => {
      const system = await networkHelpers.loadFixture(hubFixture);
      const { hub, owner, arbiter } = system;
      const deal = await orderIn(system, "Disputed", { price: 1_000n });
      await hub.connect(owner).setFee(100n);
      await expectSent(system, hub.connect(arbiter).resolve(packed(deal), 600n), { payee: 600n, payer: 400n });
      expect(await hub.fees()).to.equal(0n);
    });

    it("pays parties that refuse every call, for it calls neither", async () => {
      const system = await networkHelpers.loadFixture(disputedFixture);
      const { hub, payer, payee, arbiter, deal } = system;
      for (const party of [payer, payee]) await networkHelpers.setCode(party.address, "0x5f5ffd");
      await expect(arbiter.call({ to: payee.address })).to.revert(ethers);
      const resolving = hub.connect(arbiter).resolve(packed(deal), 490_000n);
      await expectSent(system, resolving, { payee: 396_000n, payer: 500_000n });
    });
  });

  describe("given a stream or a subscription", () => {
    it("rejects everybody", () => expectForOrdersOnly((hub, deal) => hub.resolve(deal, 1n)));
  });
});
