import { expect } from "chai";
import { at } from "../../fixtures/at.js";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { packed, packTerms, type Deal } from "../../fixtures/deals.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import {
  ALL,
  expectClaim,
  expectSent,
  feeFixture,
  hubFixture,
  opened,
  orderIn,
  PLACES,
  soon,
  Status,
  streamOf,
  subscriptionOf,
  type HubSystem,
} from "../../fixtures/hub.js";

const { time } = networkHelpers;
const YEARS = 300_000_000n;

/** Streams of 1000 per second and subscriptions of 10,000 per 100 seconds, 200,000 paid in; what is owed at a time. */
const CASES = [
  { name: "a stream", dealOf: streamOf, price: 1_000n, period: 1n, owed: [0n, 0n, 1_000n, 150_000n, 200_000n] },
  {
    name: "a subscription",
    dealOf: subscriptionOf,
    price: 10_000n,
    period: 100n,
    owed: [0n, 10_000n, 10_000n, 20_000n, 200_000n],
  },
] as const;
const OFFSETS = [-1n, 0n, 1n, 150n, YEARS] as const;

/** Cancels at that time and expects the owed part for the payee, less 1%, and the rest for the payer. */
async function expectCanceled(system: HubSystem, deal: Deal, role: "payer" | "payee", at: bigint, toPayee: bigint) {
  const { coin, hub, payer, payee, [role]: caller } = system;
  const id = await hub.idOf(packed(deal));
  const { funded, paid } = await hub.escrowOf(id);
  const [toPayer, fee, fees] = [funded - paid - toPayee, toPayee / 100n, await hub.fees()];
  await time.setNextBlockTimestamp(at);
  expect(await hub.dueOf(packed(deal), { blockTag: "pending" })).to.equal(toPayee);
  const canceling = hub.connect(caller).cancel(packed(deal));
  await expectSent(system, canceling, { payee: toPayee - fee, payer: toPayer });
  const transfers = [
    ["Transfer", hub.target, payee.address, toPayee - fee],
    ["Transfer", hub.target, payer.address, toPayer],
  ].filter(([, , , amount]) => amount !== 0n);
  expect(await eventsOf(await canceling, hub, coin)).to.deep.equal([
    ["Canceled", id, caller.address, toPayee, toPayer, fee],
    ...transfers,
  ]);
  expect(await hub.escrowOf(id)).to.deep.equal([paid + toPayee, paid + toPayee, 0n, Status.Closed]);
  expect(await hub.fees()).to.equal(fees + fee);
}

describe("PaymentHub.cancel", () => {
  for (const { name, dealOf, price, period, owed } of CASES) {
    describe(`given ${name}`, () => {
      for (const role of ["payer", "payee"] as const) {
        for (const [index, offset] of OFFSETS.entries()) {
          it(`gives the payee ${owed[index]} at ${offset} seconds, the payer the rest (by the ${role})`, async () => {
            const system = await networkHelpers.loadFixture(feeFixture);
            const start = await soon();
            const deal = await dealOf(system, { price, period, start });
            await opened(system, deal, 200_000n);
            await expectCanceled(system, deal, role, start + offset, at(owed, index));
          });
        }
      }

      it("counts the deadline", async () => {
        const whole = at(owed, 3);
        for (const [offset, due] of [
          [149n, whole - (period === 1n ? 1_000n : 0n)],
          [150n, whole],
          [151n, whole],
          [YEARS, whole],
        ] as const) {
          const system = await networkHelpers.loadFixture(feeFixture);
          const start = await soon();
          const deal = await dealOf(system, { price, period, start, deadline: start + 150n });
          await opened(system, deal, 200_000n);
          await expectCanceled(system, deal, "payer", start + offset, due);
        }
      });

      it("counts what was claimed, refunded and topped up before", async () => {
        const system = await networkHelpers.loadFixture(feeFixture);
        const { hub, payee, sponsor } = system;
        const start = await soon();
        const deal = await dealOf(system, { price, period, start });
        await opened(system, deal, 200_000n);
        await expectClaim(system, deal, start + 1n, owed[2]);
        await hub.connect(payee).refund(packed(deal), 3_000n);
        await hub.connect(sponsor).open(packed(deal), 500n, "0x");
        await expectCanceled(system, deal, "payee", start + 150n, owed[3] - owed[2]);
      });

      it("moves nothing when nothing is left, and takes no money afterwards", async () => {
        const system = await networkHelpers.loadFixture(feeFixture);
        const { hub, payer } = system;
        const start = await soon();
        const deal = await dealOf(system, { price, period, start });
        const id = await opened(system, deal, 10_000n);
        await expectClaim(system, deal, start + 100n, 10_000n);
        await expectCanceled(system, deal, "payer", start + 200n, 0n);
        await expectRevert(hub.connect(payer).open(packed(deal), 1n, "0x"), hub, "HubWrongStatus", [
          0n,
          id,
          Status.Closed,
        ]);
      });

      it("takes the fee that was agreed, whatever it is now", async () => {
        for (const [agreed, later] of [
          [100n, 0n],
          [0n, 100n],
        ] as const) {
          const system = await networkHelpers.loadFixture(hubFixture);
          const { hub, owner, payer } = system;
          await hub.connect(owner).setFee(agreed);
          const start = await soon();
          const deal = await dealOf(system, { price, period, start });
          await opened(system, deal, 200_000n);
          await hub.connect(owner).setFee(later);
          await time.setNextBlockTimestamp(start + 150n);
          const sent = { payee: owed[3] - (owed[3] * agreed) / 10_000n, payer: 200_000n - owed[3] };
          await expectSent(system, hub.connect(payer).cancel(packed(deal)), sent);
        }
      });

      it("rejects others, and everybody when it is not open", async () => {
        const system = await networkHelpers.loadFixture(feeFixture);
        const { hub, payer, payee, arbiter, sponsor, stranger } = system;
        const start = await soon();
        const deal = await dealOf(system, { price, period, start });
        const id = await opened(system, deal, 200_000n);
        const [unopened, voided] = [packed({ ...deal, price: 1n }), packed({ ...deal, price: 2n })];
        await hub.connect(payee).void(voided);
        const expectRefusals = async (terms: ReturnType<typeof packed>, status: bigint) => {
          for (const caller of [payer, payee]) {
            await expectRevert(hub.connect(caller).cancel(terms), hub, "HubWrongStatus", [0n, hub.idOf(terms), status]);
          }
        };
        for (const caller of [arbiter, sponsor, stranger]) {
          for (const terms of [packed(deal), unopened, voided]) {
            await expectRevert(hub.connect(caller).cancel(terms), hub, "HubUnauthorized", [
              0n,
              hub.idOf(terms),
              caller.address,
            ]);
          }
        }
        await expectRefusals(unopened, Status.None);
        await expectRefusals(voided, Status.Closed);
        await hub.connect(payee).refund(packed(deal), ALL);
        expect((await hub.escrowOf(id)).status).to.equal(Status.Open);
        await hub.connect(payer).cancel(packed(deal));
        await expectRefusals(packed(deal), Status.Closed);
      });

      it("pays parties that refuse every call, for it calls neither", async () => {
        const system = await networkHelpers.loadFixture(feeFixture);
        const start = await soon();
        const deal = await dealOf(system, { price, period, start });
        await opened(system, deal, 200_000n);
        for (const role of ["payer", "payee"] as const) await networkHelpers.setCode(system[role].address, "0x5f5ffd");
        await expectCanceled(system, deal, "payer", start + 150n, owed[3]);
      });
    });
  }

  describe("given a claim in the same block", () => {
    /** Sends both in one block, the first with the higher tip, and answers which of them worked. */
    async function inOneBlock(first: "claim" | "cancel") {
      const system = await networkHelpers.loadFixture(feeFixture);
      const { coin, hub, payer, payee, stranger } = system;
      const start = await soon();
      const deal = await streamOf(system, { price: 1_000n, start });
      const id = await opened(system, deal, 200_000n);
      const before = await coin.balanceOf(payer);
      // So much above any base fee that the tips are what decides.
      const maxFeePerGas = ethers.parseUnits("10000", "gwei");
      const tip = (verb: string) => {
        const maxPriorityFeePerGas = ethers.parseUnits(verb === first ? "2" : "1", "gwei");
        return { gasLimit: 200_000n, maxFeePerGas, maxPriorityFeePerGas };
      };
      await ethers.provider.send("evm_setAutomine", [false]);
      try {
        const claim = await hub.connect(stranger).claim(packed(deal), tip("claim"));
        const cancel = await hub.connect(payer).cancel(packed(deal), tip("cancel"));
        await time.setNextBlockTimestamp(start + 50n);
        await networkHelpers.mine();
        const block = await ethers.provider.getBlock("latest");
        const ordered = first === "claim" ? [claim.hash, cancel.hash] : [cancel.hash, claim.hash];
        expect(block?.transactions).to.deep.equal(ordered);
        const receipts = await Promise.all(ordered.map((hash) => ethers.provider.getTransactionReceipt(hash)));
        expect(await coin.balanceOf(payee)).to.equal(49_500n);
        expect((await coin.balanceOf(payer)) - before).to.equal(150_000n);
        expect(await coin.balanceOf(hub)).to.equal(500n);
        expect(await hub.fees()).to.equal(500n);
        expect(await hub.escrowOf(id)).to.deep.equal([50_000n, 50_000n, 0n, Status.Closed]);
        return receipts.map((receipt) => receipt?.status);
      } finally {
        await ethers.provider.send("evm_setAutomine", [true]);
      }
    }

    it("gives both sides the same when the claim comes first", async () => {
      expect(await inOneBlock("claim")).to.deep.equal([1, 1]);
    });

    it("gives both sides the same when the cancel comes first, and the claim fails", async () => {
      expect(await inOneBlock("cancel")).to.deep.equal([1, 0]);
    });
  });

  describe("given an order", () => {
    for (const place of PLACES) {
      it(`rejects everybody (${place})`, async () => {
        const system = await networkHelpers.loadFixture(feeFixture);
        const { hub, payer, payee, arbiter, stranger } = system;
        const deal = await orderIn(system, place);
        for (const caller of [payer, payee, arbiter, stranger]) {
          await expectRevert(hub.connect(caller).cancel(packed(deal)), hub, "HubWrongKind", [
            0n,
            hub.idOf(packed(deal)),
            packTerms(deal),
          ]);
        }
      });
    }
  });
});
