import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { networkHelpers } from "../../fixtures/chain.js";
import { packed } from "../../fixtures/deals.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import {
  ALL,
  ARBITRATION_PERIOD,
  expectOutcomes,
  expectSent,
  feeFixture,
  opened,
  orderIn,
  PLACES,
  REASON,
  Status,
  outcomesOf,
  type HubSystem,
  type Place,
} from "../../fixtures/hub.js";
import { DAY } from "../../fixtures/system.js";
import { undone } from "../../fixtures/undone.js";

const { time } = networkHelpers;

const OUTCOMES = outcomesOf(["wrong status", "wrong status", "wrong status", "wrong status"], {
  Open: ["too early", "Closed", "too early", "too early"],
  Delivered: ["not allowed", "Closed", "not allowed", "not allowed"],
  Disputed: ["too early", "Closed", "too early", "too early"],
});

const OTHERS = ["payer", "arbiter", "stranger"] as const;

/** An order over 10,000 base units at 1% in that place, of which 1,000 were released, so that 9,000 are left. */
async function placed(place: Place) {
  const system = await networkHelpers.loadFixture(feeFixture);
  const deal = await orderIn(system, place, { price: 10_000n });
  const id = await system.hub.idOf(packed(deal));
  await system.hub.connect(system.payer).release(packed(deal), 1_000n);
  return { ...system, deal, id, markedAt: (await system.hub.escrowOf(id)).markedAt };
}

/** Refunds with each amount that is out of reach, and expects the refusal. */
async function expectRefused(
  system: HubSystem & { deal: Parameters<typeof packed>[0]; id: string },
  role: "payee" | "stranger",
  available: bigint,
) {
  const { hub, [role]: caller, deal, id } = system;
  for (const amount of [0n, available + 1n, ALL - 1n]) {
    await expectRevert(hub.connect(caller).refund(packed(deal), amount), hub, "HubInvalidAmount", [
      0n,
      id,
      amount,
      available,
    ]);
  }
}

describe("PaymentHub.refund", () => {
  for (const place of PLACES) {
    describe(`given an order in ${place}`, () => {
      it("refunds for the payee, and rejects other parties by status, role and time", () =>
        expectOutcomes(place, OUTCOMES, (hub, deal) => hub.refund(deal, ALL)));
    });
  }

  for (const place of ["Open", "Delivered", "Disputed"] as const) {
    describe(`given the payee of an order in ${place}`, () => {
      for (const [name, amount] of [
        ["all", ALL],
        ["exactly what is left", 9_000n],
      ] as const) {
        it(`gives the payer ${name}, without a fee, and closes it`, async () => {
          const system = await placed(place);
          const { coin, hub, payer, payee, deal, id, markedAt } = system;
          const refunding = hub.connect(payee).refund(packed(deal), amount);
          await expectSent(system, refunding, { payer: 9_000n });
          expect(await eventsOf(await refunding, hub, coin)).to.deep.equal([
            ["Refunded", id, payer.address, 9_000n],
            ["Transfer", hub.target, payer.address, 9_000n],
          ]);
          expect(await hub.escrowOf(id)).to.deep.equal([1_000n, 1_000n, markedAt, Status.Closed]);
          expect(await hub.fees()).to.equal(10n);
        });
      }

      it("refunds parts and keeps the status of the order until nothing is left", async () => {
        const system = await placed(place);
        const { hub, payee, deal, id, markedAt } = system;
        await expectRefused(system, "payee", 9_000n);
        await expectSent(system, hub.connect(payee).refund(packed(deal), 1n), { payer: 1n });
        expect(await hub.escrowOf(id)).to.deep.equal([9_999n, 1_000n, markedAt, Status[place]]);
        await expectSent(system, hub.connect(payee).refund(packed(deal), 8_998n), { payer: 8_998n });
        expect(await hub.escrowOf(id)).to.deep.equal([1_001n, 1_000n, markedAt, Status[place]]);
        await expectRefused(system, "payee", 1n);
        await expectSent(system, hub.connect(payee).refund(packed(deal), ALL), { payer: 1n });
        expect(await hub.escrowOf(id)).to.deep.equal([1_000n, 1_000n, markedAt, Status.Closed]);
      });

      it("may at any time", async () => {
        const system = await placed(place);
        await time.increase(400 * DAY);
        const refunding = system.hub.connect(system.payee).refund(packed(system.deal), ALL);
        await expectSent(system, refunding, { payer: 9_000n });
      });
    });
  }

  describe("given an order that was not delivered", () => {
    for (const offset of [-1n, 0n]) {
      it(`is too early for others ${offset} seconds from the deadline`, async () => {
        const system = await placed("Open");
        const { hub, deal, id } = system;
        for (const role of OTHERS) {
          await undone(async () => {
            await time.setNextBlockTimestamp(deal.deadline + offset);
            await expectRevert(hub.connect(system[role]).refund(packed(deal), ALL), hub, "HubTooEarly", [
              0n,
              id,
              deal.deadline,
            ]);
          });
        }
      });
    }

    for (const role of OTHERS) {
      it(`gives the payer all that is left one second after the deadline (by the ${role})`, async () => {
        const system = await placed("Open");
        const { coin, hub, payer, deal, id } = system;
        await time.setNextBlockTimestamp(deal.deadline + 1n);
        const refunding = hub.connect(system[role]).refund(packed(deal), ALL);
        await expectSent(system, refunding, { payer: 9_000n });
        expect(await eventsOf(await refunding, hub, coin)).to.deep.equal([
          ["Refunded", id, payer.address, 9_000n],
          ["Transfer", hub.target, payer.address, 9_000n],
        ]);
        expect(await hub.escrowOf(id)).to.deep.equal([1_000n, 1_000n, 0n, Status.Closed]);
        expect(await coin.balanceOf(hub)).to.equal(10n);
      });
    }

    it("gives back parts, and refuses 0 and more than is left", async () => {
      const system = await placed("Open");
      const { hub, stranger, deal, id } = system;
      await time.increaseTo(deal.deadline + 1n);
      await expectRefused(system, "stranger", 9_000n);
      await expectSent(system, hub.connect(stranger).refund(packed(deal), 1n), { payer: 1n });
      expect(await hub.escrowOf(id)).to.deep.equal([9_999n, 1_000n, 0n, Status.Open]);
      await expectSent(system, hub.connect(stranger).refund(packed(deal), 8_999n), { payer: 8_999n });
      expect(await hub.escrowOf(id)).to.deep.equal([1_000n, 1_000n, 0n, Status.Closed]);
    });

    it("can still be released by the payer after the deadline", async () => {
      const system = await placed("Open");
      await time.increaseTo(system.deal.deadline + 1n);
      const releasing = system.hub.connect(system.payer).release(packed(system.deal), ALL);
      await expectSent(system, releasing, { payee: 8_910n });
    });
  });

  describe("given a delivered order", () => {
    it("is never for others to refund", async () => {
      const system = await placed("Delivered");
      const { hub, deal, id, markedAt } = system;
      const limits = [markedAt + deal.window, deal.deadline, markedAt + ARBITRATION_PERIOD];
      for (const second of [...limits.flatMap((limit) => [limit, limit + 1n]), markedAt + BigInt(9_999 * DAY)]) {
        for (const role of OTHERS) {
          await undone(async () => {
            await time.setNextBlockTimestamp(second);
            await expectRevert(hub.connect(system[role]).refund(packed(deal), ALL), hub, "HubUnauthorized", [
              0n,
              id,
              system[role].address,
            ]);
          });
        }
      }
    });
  });

  describe("given a disputed order", () => {
    it("is too early for others until the arbiter's time is over, whatever the deadline", async () => {
      for (const deadline of [1, 60]) {
        const system = await networkHelpers.loadFixture(feeFixture);
        const { hub } = system;
        const latest = BigInt(await time.latest());
        const deal = await orderIn(system, "Disputed", { deadline: latest + BigInt(deadline * DAY) });
        const id = await hub.idOf(packed(deal));
        const { markedAt } = await hub.escrowOf(id);
        const end = markedAt + ARBITRATION_PERIOD;
        for (const second of [latest + BigInt(2 * DAY), end - 1n, end]) {
          for (const role of OTHERS) {
            await undone(async () => {
              await time.setNextBlockTimestamp(second);
              const refunding = hub.connect(system[role]).refund(packed(deal), ALL);
              await expectRevert(refunding, hub, "HubTooEarly", [0n, id, end]);
            });
          }
        }
        await time.setNextBlockTimestamp(end + 1n);
        const refunding = hub.connect(system.stranger).refund(packed(deal), ALL);
        await expectSent(system, refunding, { payer: deal.price });
        expect(await hub.escrowOf(id)).to.deep.equal([0n, 0n, markedAt, Status.Closed]);
      }
    });

    it("gives back parts, and refuses 0 and more than is left", async () => {
      const system = await placed("Disputed");
      const { hub, stranger, deal, id, markedAt } = system;
      await time.increaseTo(markedAt + ARBITRATION_PERIOD + 1n);
      await expectRefused(system, "stranger", 9_000n);
      await expectSent(system, hub.connect(stranger).refund(packed(deal), 8_999n), { payer: 8_999n });
      expect(await hub.escrowOf(id)).to.deep.equal([1_001n, 1_000n, markedAt, Status.Disputed]);
      await expectSent(system, hub.connect(stranger).refund(packed(deal), 1n), { payer: 1n });
      expect(await hub.escrowOf(id)).to.deep.equal([1_000n, 1_000n, markedAt, Status.Closed]);
    });
  });

  describe("given an order that somebody else paid", () => {
    it("gives the payer the money", async () => {
      const system = await networkHelpers.loadFixture(feeFixture);
      const { hub, sponsor, payee } = system;
      const deal = await orderIn(system, "None", { price: 10_000n, arbiter: ZeroAddress });
      await hub.connect(sponsor).open(packed(deal), 10_000n, "0x");
      await expectSent(system, hub.connect(payee).refund(packed(deal), ALL), { payer: 10_000n });
      expect(await hub.fees()).to.equal(0n);
    });
  });

  describe("given two orders of the same parties", () => {
    it("does not take from the other", async () => {
      const system = await placed("Open");
      const { coin, hub, payee, deal } = system;
      const other = await opened(system, { ...deal, ref: REASON });
      await hub.connect(payee).refund(packed(deal), ALL);
      expect(await hub.escrowOf(other)).to.deep.equal([10_000n, 0n, 0n, Status.Open]);
      expect(await coin.balanceOf(hub)).to.equal(10_010n);
    });
  });

  describe("given a payer that refuses every call", () => {
    it("gives it the money, for it is not called", async () => {
      const system = await placed("Open");
      const { hub, payer, stranger, deal } = system;
      await networkHelpers.setCode(payer.address, "0x5f5ffd");
      await time.increaseTo(deal.deadline + 1n);
      await expectSent(system, hub.connect(stranger).refund(packed(deal), ALL), { payer: 9_000n });
    });
  });
});
