import { expect } from "chai";
import { at } from "../../fixtures/at.js";
import { networkHelpers } from "../../fixtures/chain.js";
import { packed, type Deal } from "../../fixtures/deals.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import {
  ALL,
  outcomesOf,
  expectOutcomes,
  expectForOrdersOnly,
  expectSent,
  feeFixture,
  hubFixture,
  type HubSystem,
  opened,
  orderIn,
  PLACES,
  Status,
} from "../../fixtures/hub.js";

const OUTCOMES = outcomesOf(["wrong status", "not allowed", "not allowed", "not allowed"], {
  Open: ["Closed", "not allowed", "not allowed", "not allowed"],
  Delivered: ["Closed", "not allowed", "not allowed", "not allowed"],
  Disputed: ["Closed", "not allowed", "not allowed", "not allowed"],
});

/** Parts of 10,000 base units: what the payer releases and what the payee refunds. */
const STEPS = [
  { verb: "release", amount: 99n },
  { verb: "release", amount: 4_001n },
  { verb: "refund", amount: 2_500n },
  { verb: "refund", amount: 3_400n },
] as const;

/** An open order over 10,000 base units at 1%. */
async function openFixture() {
  const system = await feeFixture();
  const deal = await orderIn(system, "Open", { price: 10_000n });
  return { ...system, deal, id: await system.hub.idOf(packed(deal)) };
}

function permutations<Item>(items: readonly Item[]): Item[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((first) => permutations(items.filter((item) => item !== first)).map((rest) => [first, ...rest]));
}

async function expectNothingDue({ hub, payer }: HubSystem, deal: Deal, total: bigint, paid: bigint) {
  await expectRevert(hub.connect(payer).release(packed(deal), total), hub, "HubNothingDue", [
    0n,
    hub.idOf(packed(deal)),
    paid,
  ]);
}

describe("PaymentHub.release", () => {
  for (const place of PLACES) {
    describe(`given an order in ${place}`, () => {
      it("releases for the payer, and rejects the rest by role and status", () =>
        expectOutcomes(place, OUTCOMES, (hub, deal) => hub.release(deal, ALL)));
    });
  }

  describe("given an open order", () => {
    for (const [name, amount] of [
      ["all", ALL],
      ["exactly what there is", 10_000n],
      ["no more than there is", 10_001n],
    ] as const) {
      it(`pays ${name} and closes it`, async () => {
        const system = await networkHelpers.loadFixture(openFixture);
        const { coin, hub, payer, payee, deal, id } = system;
        const releasing = hub.connect(payer).release(packed(deal), amount);
        await expectSent(system, releasing, { payee: 9_900n });
        expect(await eventsOf(await releasing, hub, coin)).to.deep.equal([
          ["Released", id, payee.address, 10_000n, 100n],
          ["Transfer", hub.target, payee.address, 9_900n],
        ]);
        expect(await hub.escrowOf(id)).to.deep.equal([10_000n, 10_000n, 0n, Status.Closed]);
        expect(await hub.fees()).to.equal(100n);
      });
    }

    it("pays all but one unit, once, then the last one", async () => {
      const system = await networkHelpers.loadFixture(openFixture);
      const { coin, hub, payer, payee, deal, id } = system;
      await expectSent(system, hub.connect(payer).release(packed(deal), 9_999n), { payee: 9_900n });
      expect(await hub.escrowOf(id)).to.deep.equal([10_000n, 9_999n, 0n, Status.Open]);
      await expectNothingDue(system, deal, 9_999n, 9_999n);
      await expectNothingDue(system, deal, 9_998n, 9_999n);
      const releasing = hub.connect(payer).release(packed(deal), ALL);
      await expectSent(system, releasing, { payee: 1n });
      expect(await eventsOf(await releasing, hub, coin)).to.deep.equal([
        ["Released", id, payee.address, 1n, 0n],
        ["Transfer", hub.target, payee.address, 1n],
      ]);
      expect(await hub.escrowOf(id)).to.deep.equal([10_000n, 10_000n, 0n, Status.Closed]);
    });

    it("rejects a total of 0", async () => {
      const system = await networkHelpers.loadFixture(openFixture);
      await expectNothingDue(system, system.deal, 0n, 0n);
    });

    it("pays the rest after a release and a refund, however much more was said", async () => {
      const system = await networkHelpers.loadFixture(openFixture);
      const { hub, payer, payee, deal, id } = system;
      await hub.connect(payer).release(packed(deal), 3_000n);
      await hub.connect(payee).refund(packed(deal), 2_000n);
      await expectNothingDue(system, deal, 3_000n, 3_000n);
      await expectSent(system, hub.connect(payer).release(packed(deal), 9_000n), { payee: 4_950n });
      expect(await hub.escrowOf(id)).to.deep.equal([8_000n, 8_000n, 0n, Status.Closed]);
    });

    it("does not take from another order", async () => {
      const system = await networkHelpers.loadFixture(openFixture);
      const { coin, hub, payer, deal } = system;
      const other = await opened(system, { ...deal, price: 777n });
      await hub.connect(payer).release(packed(deal), ALL);
      expect(await hub.escrowOf(other)).to.deep.equal([777n, 0n, 0n, Status.Open]);
      expect(await coin.balanceOf(hub)).to.equal(877n);
    });
  });

  describe("given a delivered or disputed order", () => {
    for (const place of ["Delivered", "Disputed"] as const) {
      it(`pays a part and leaves it ${place} since then`, async () => {
        const system = await networkHelpers.loadFixture(feeFixture);
        const { hub, payer } = system;
        const deal = await orderIn(system, place, { price: 10_000n });
        const id = await hub.idOf(packed(deal));
        const { markedAt } = await hub.escrowOf(id);
        await expectSent(system, hub.connect(payer).release(packed(deal), 4_000n), { payee: 3_960n });
        expect(await hub.escrowOf(id)).to.deep.equal([10_000n, 4_000n, markedAt, Status[place]]);
        await expectSent(system, hub.connect(payer).release(packed(deal), 10_000n), { payee: 5_940n });
        expect(await hub.escrowOf(id)).to.deep.equal([10_000n, 10_000n, markedAt, Status.Closed]);
      });
    }
  });

  describe("given releases and refunds in any order", () => {
    for (const place of ["Open", "Delivered", "Disputed"] as const) {
      it(`pays each part exactly and closes with the last (${place})`, async () => {
        for (const steps of permutations(STEPS)) {
          const system = await networkHelpers.loadFixture(feeFixture);
          const { coin, hub, payer, payee } = system;
          const deal = await orderIn(system, place, { price: 10_000n });
          const id = await hub.idOf(packed(deal));
          const { markedAt } = await hub.escrowOf(id);
          let [funded, paid, fees] = [10_000n, 0n, 0n];
          for (const { verb, amount } of steps) {
            const fee = amount / 100n;
            if (verb === "release") {
              const releasing = hub.connect(payer).release(packed(deal), paid + amount);
              await expectSent(system, releasing, { payee: amount - fee });
              [paid, fees] = [paid + amount, fees + fee];
            } else {
              await expectSent(system, hub.connect(payee).refund(packed(deal), amount), { payer: amount });
              funded -= amount;
            }
            const status = funded === paid ? Status.Closed : Status[place];
            expect(await hub.escrowOf(id)).to.deep.equal([funded, paid, markedAt, status]);
          }
          expect([funded, paid]).to.deep.equal([4_100n, 4_100n]);
          expect(await hub.fees()).to.equal(40n);
          expect(await coin.balanceOf(hub)).to.equal(40n);
        }
      });
    }
  });

  describe("given a fee", () => {
    for (const [bps, fees] of [
      [0n, [0n, 0n, 0n, 0n, 0n, 0n]],
      [1n, [0n, 0n, 0n, 0n, 1n, 1n]],
      [100n, [0n, 0n, 1n, 99n, 100n, 199n]],
    ] as const) {
      it(`rounds it down (${bps} basis points)`, async () => {
        const system = await networkHelpers.loadFixture(hubFixture);
        const { coin, hub, owner, payer, payee } = system;
        await hub.connect(owner).setFee(bps);
        const deal = await orderIn(system, "Open", { price: 50_000n });
        const id = await hub.idOf(packed(deal));
        let [total, taken] = [0n, 0n];
        for (const [index, amount] of [1n, 99n, 100n, 9_999n, 10_000n, 19_999n].entries()) {
          const fee = at(fees, index);
          total += amount;
          const releasing = hub.connect(payer).release(packed(deal), total);
          await expectSent(system, releasing, { payee: amount - fee });
          await expect(releasing).to.emit(hub, "Released").withArgs(id, payee.address, amount, fee);
          taken += fee;
          expect(await hub.fees()).to.equal(taken);
        }
        expect(await coin.balanceOf(hub)).to.equal(50_000n - 40_198n + taken);
      });
    }

    for (const [agreed, later] of [
      [0n, 100n],
      [100n, 0n],
      [100n, 1n],
    ] as const) {
      it(`takes the ${agreed} basis points that were agreed when it is ${later} later`, async () => {
        const system = await networkHelpers.loadFixture(hubFixture);
        const { hub, owner, payer } = system;
        await hub.connect(owner).setFee(agreed);
        const deal = await orderIn(system, "Open", { price: 10_000n });
        await hub.connect(owner).setFee(later);
        await expectSent(system, hub.connect(payer).release(packed(deal), ALL), { payee: 10_000n - agreed });
        expect(await hub.fees()).to.equal(agreed);
        expect(await hub.fee()).to.equal(later);
      });
    }
  });

  describe("given a payee that refuses every call", () => {
    it("pays it, for it is not called", async () => {
      const system = await networkHelpers.loadFixture(openFixture);
      const { hub, payer, payee, deal } = system;
      await networkHelpers.setCode(payee.address, "0x5f5ffd");
      await expectSent(system, hub.connect(payer).release(packed(deal), ALL), { payee: 9_900n });
    });
  });

  describe("given the coin as payee", () => {
    it("pays it like anybody", async () => {
      const system = await networkHelpers.loadFixture(feeFixture);
      const { coin, hub, payer } = system;
      const deal = await orderIn(system, "Open", { payee: coin.target as string, price: 10_000n });
      await hub.connect(payer).release(packed(deal), ALL);
      expect(await coin.balanceOf(coin)).to.equal(9_900n);
      expect(await coin.balanceOf(hub)).to.equal(100n);
    });
  });

  describe("given a stream or a subscription", () => {
    it("rejects everybody", () => expectForOrdersOnly((hub, deal) => hub.release(deal, 1n)));
  });
});
