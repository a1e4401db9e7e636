import { expect } from "chai";
import { networkHelpers } from "../../fixtures/chain.js";
import { packed, type Deal } from "../../fixtures/deals.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import {
  ALL,
  expectClaim,
  expectSent,
  feeFixture,
  opened,
  soon,
  Status,
  streamOf,
  subscriptionOf,
  type HubSystem,
} from "../../fixtures/hub.js";
import { undone } from "../../fixtures/undone.js";

const { time } = networkHelpers;
const YEARS = 300_000_000n;

/** Both owe 100,000 of the 250,000 that were paid in when their 100 seconds are over, and 51,000 or 60,000 after 51. */
const KINDS = [
  { name: "stream", dealOf: streamOf, price: 1_000n, period: 1n, halfway: 51_000n },
  { name: "subscription", dealOf: subscriptionOf, price: 20_000n, period: 20n, halfway: 60_000n },
] as const;

const OTHERS = ["payer", "arbiter", "stranger"] as const;

async function expectInvalid(system: HubSystem, role: "payee" | "stranger", deal: Deal, available: bigint) {
  const { hub, [role]: caller } = system;
  for (const amount of [0n, available + 1n, ALL - 1n]) {
    await expectRevert(hub.connect(caller).refund(packed(deal), amount), hub, "HubInvalidAmount", [
      0n,
      hub.idOf(packed(deal)),
      amount,
      available,
    ]);
  }
}

for (const { name, dealOf, price, period, halfway } of KINDS) {
  /** Open at 1% with 250,000 paid in. */
  const openFixture = async () => {
    const system = await feeFixture();
    const start = await soon();
    const deal = await dealOf(system, { price, period, start, deadline: start + 100n });
    return { ...system, start, deal, id: await opened(system, deal, 250_000n) };
  };

  describe(`PaymentHub.refund of a ${name}`, () => {
    describe("given the payee", () => {
      for (const [when, offset] of [
        ["before the start", -1n],
        ["halfway", 51n],
        ["at the deadline", 100n],
        ["long after", YEARS],
      ] as const) {
        it(`gives the payer all that is left, also what is owed, ${when}`, async () => {
          const system = await networkHelpers.loadFixture(openFixture);
          const { coin, hub, payer, payee, start, deal, id } = system;
          await time.setNextBlockTimestamp(start + offset);
          expect(await hub.refundableOf(packed(deal), payee, { blockTag: "pending" })).to.equal(250_000n);
          const refunding = hub.connect(payee).refund(packed(deal), ALL);
          await expectSent(system, refunding, { payer: 250_000n });
          expect(await eventsOf(await refunding, hub, coin)).to.deep.equal([
            ["Refunded", id, payer.address, 250_000n],
            ["Transfer", hub.target, payer.address, 250_000n],
          ]);
          expect(await hub.escrowOf(id)).to.deep.equal([0n, 0n, 0n, Status.Open]);
          expect(await hub.fees()).to.equal(0n);
        });
      }

      it("gives back parts, and refuses 0 and more than is left", async () => {
        const system = await networkHelpers.loadFixture(openFixture);
        const { hub, payee, start, deal, id } = system;
        await expectClaim(system, deal, start + 51n, halfway);
        await expectInvalid(system, "payee", deal, 250_000n - halfway);
        await expectSent(system, hub.connect(payee).refund(packed(deal), 1n), { payer: 1n });
        expect(await hub.escrowOf(id)).to.deep.equal([249_999n, halfway, 0n, Status.Open]);
        await expectInvalid(system, "payee", deal, 249_999n - halfway);
        const rest = hub.connect(payee).refund(packed(deal), 249_999n - halfway);
        await expectSent(system, rest, { payer: 249_999n - halfway });
        expect(await hub.escrowOf(id)).to.deep.equal([halfway, halfway, 0n, Status.Open]);
        await expectInvalid(system, "payee", deal, 0n);
      });

      it("leaves a deal of which nothing is left open for more money", async () => {
        const system = await networkHelpers.loadFixture(openFixture);
        const { hub, payer, payee, start, deal, id } = system;
        await hub.connect(payee).refund(packed(deal), ALL);
        await hub.connect(payer).open(packed(deal), 70_000n, "0x");
        expect(await hub.escrowOf(id)).to.deep.equal([70_000n, 0n, 0n, Status.Open]);
        await expectClaim(system, deal, start + 51n, halfway);
      });
    });

    describe("given others", () => {
      for (const offset of [-1n, 0n]) {
        it(`is too early ${offset} seconds from the deadline`, async () => {
          const system = await networkHelpers.loadFixture(openFixture);
          const { hub, deal, id } = system;
          for (const role of OTHERS) {
            await undone(async () => {
              await time.setNextBlockTimestamp(deal.deadline + offset);
              expect(await hub.refundableOf(packed(deal), system[role], { blockTag: "pending" })).to.equal(0n);
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
        for (const seconds of [1n, YEARS]) {
          it(`gives the payer what is not owed ${seconds} seconds after the deadline (by the ${role})`, async () => {
            const system = await networkHelpers.loadFixture(openFixture);
            const { coin, hub, payer, deal, id } = system;
            await time.setNextBlockTimestamp(deal.deadline + seconds);
            expect(await hub.refundableOf(packed(deal), system[role], { blockTag: "pending" })).to.equal(150_000n);
            const refunding = hub.connect(system[role]).refund(packed(deal), ALL);
            await expectSent(system, refunding, { payer: 150_000n });
            expect(await eventsOf(await refunding, hub, coin)).to.deep.equal([
              ["Refunded", id, payer.address, 150_000n],
              ["Transfer", hub.target, payer.address, 150_000n],
            ]);
            expect(await hub.escrowOf(id)).to.deep.equal([100_000n, 0n, 0n, Status.Open]);
            await expectClaim(system, deal, deal.deadline + YEARS + 1n, 100_000n);
            expect(await coin.balanceOf(hub)).to.equal(1_000n);
          });
        }
      }

      it("counts what was claimed before, gives back parts, and never what is owed", async () => {
        const system = await networkHelpers.loadFixture(openFixture);
        const { hub, stranger, start, deal, id } = system;
        await expectClaim(system, deal, start + 51n, halfway);
        await time.increaseTo(deal.deadline + 1n);
        await expectInvalid(system, "stranger", deal, 150_000n);
        await expectSent(system, hub.connect(stranger).refund(packed(deal), 1n), { payer: 1n });
        await expectInvalid(system, "stranger", deal, 149_999n);
        await expectSent(system, hub.connect(stranger).refund(packed(deal), 149_999n), { payer: 149_999n });
        expect(await hub.escrowOf(id)).to.deep.equal([100_000n, halfway, 0n, Status.Open]);
        await expectRevert(hub.connect(stranger).refund(packed(deal), ALL), hub, "HubInvalidAmount", [0n, id, 0n, 0n]);
        await expectClaim(system, deal, deal.deadline + 999n, 100_000n - halfway);
        await expectInvalid(system, "stranger", deal, 0n);
      });

      it("finds nothing when less was paid in than is owed", async () => {
        const system = await networkHelpers.loadFixture(openFixture);
        const { hub, payee, deal } = system;
        await hub.connect(payee).refund(packed(deal), 150_001n);
        await time.increaseTo(deal.deadline + 1n);
        await undone(() => expectInvalid(system, "stranger", deal, 0n));
        await expectClaim(system, deal, deal.deadline + 2n, 99_999n);
      });

      it("refunds the payer, no matter who funded it", async () => {
        const system = await networkHelpers.loadFixture(openFixture);
        const { hub, sponsor, deal } = system;
        await hub.connect(sponsor).open(packed(deal), 5n, "0x");
        await time.increaseTo(deal.deadline + 1n);
        await expectSent(system, hub.connect(sponsor).refund(packed(deal), ALL), { payer: 150_005n });
      });

      it("pays parties that refuse every call, for it calls neither", async () => {
        const system = await networkHelpers.loadFixture(openFixture);
        const { hub, payer, payee, stranger, deal } = system;
        for (const party of [payer, payee]) await networkHelpers.setCode(party.address, "0x5f5ffd");
        await time.increaseTo(deal.deadline + 1n);
        await expectSent(system, hub.connect(stranger).refund(packed(deal), ALL), { payer: 150_000n });
        await expectClaim(system, deal, deal.deadline + 9n, 100_000n);
      });
    });

    describe("given no deadline", () => {
      it("rejects others at any time; the payee may", async () => {
        const system = await networkHelpers.loadFixture(feeFixture);
        const { hub, payee } = system;
        const start = await soon();
        const deal = await dealOf(system, { price, period, start });
        const id = await opened(system, deal, 250_000n);
        for (const second of [start - 1n, start, start + YEARS]) {
          for (const role of OTHERS) {
            await undone(async () => {
              await time.setNextBlockTimestamp(second);
              expect(await hub.refundableOf(packed(deal), system[role], { blockTag: "pending" })).to.equal(0n);
              await expectRevert(hub.connect(system[role]).refund(packed(deal), ALL), hub, "HubUnauthorized", [
                0n,
                id,
                system[role].address,
              ]);
            });
          }
        }
        await time.increaseTo(start + YEARS);
        await expectSent(system, hub.connect(payee).refund(packed(deal), ALL), { payer: 250_000n });
      });
    });

    describe("given a deal that is not open", () => {
      it("rejects everybody", async () => {
        const system = await networkHelpers.loadFixture(openFixture);
        const { hub, payer, payee, stranger, deal } = system;
        const [unopened, voided] = [packed({ ...deal, price: 1n }), packed({ ...deal, price: 2n })];
        await hub.connect(payee).void(voided);
        await hub.connect(payer).cancel(packed(deal));
        await time.increaseTo(deal.deadline + 1n);
        for (const [closed, status] of [
          [unopened, Status.None],
          [voided, Status.Closed],
          [packed(deal), Status.Closed],
        ] as const) {
          for (const caller of [payer, payee, stranger]) {
            expect(await hub.refundableOf(closed, caller)).to.equal(0n);
            await expectRevert(hub.connect(caller).refund(closed, ALL), hub, "HubWrongStatus", [
              0n,
              hub.idOf(closed),
              status,
            ]);
          }
        }
      });
    });
  });
}
