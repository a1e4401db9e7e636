import { expect } from "chai";
import { STREAM_CASES } from "../../fixtures/accrualCases.js";
import { networkHelpers } from "../../fixtures/chain.js";
import { packed } from "../../fixtures/deals.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import {
  ALL,
  expectClaim,
  expectSent,
  feeFixture,
  hubFixture,
  opened,
  Status,
  streamOf,
  soon,
} from "../../fixtures/hub.js";

const { time } = networkHelpers;
const YEARS = 300_000_000n;

/** An open stream of 1000 per second at 1% with 20,000 paid in. */
async function openFixture() {
  const system = await feeFixture();
  const start = await soon();
  const deal = await streamOf(system, { start });
  return { ...system, start, deal, id: await opened(system, deal, 20_000n) };
}

describe("PaymentHub.claim of a stream", () => {
  for (const { name, terms, amount, due } of STREAM_CASES) {
    describe(`given a stream ${name}`, () => {
      for (const [seconds, owed] of due) {
        it(`pays ${owed} at ${seconds} seconds`, async () => {
          const system = await networkHelpers.loadFixture(feeFixture);
          const start = await soon();
          const deal = await streamOf(system, { start, ...terms?.(start) });
          await opened(system, deal, amount);
          await expectClaim(system, deal, start + seconds, owed);
        });
      }
    });
  }

  describe("given an open stream", () => {
    it("pays what each caller claims to the payee alone", async () => {
      for (const role of ["payer", "payee", "arbiter", "stranger"] as const) {
        const system = await networkHelpers.loadFixture(openFixture);
        await time.setNextBlockTimestamp(system.start + 10n);
        await expectSent(system, system.hub.connect(system[role]).claim(packed(system.deal)), { payee: 9_900n });
      }
    });

    it("pays the growth from claim to claim, until it is dry; it stays open", async () => {
      const system = await networkHelpers.loadFixture(openFixture);
      const { coin, hub, start, deal, id } = system;
      await expectClaim(system, deal, start + 7n, 7_000n);
      await expectClaim(system, deal, start + 8n, 1_000n);
      await expectClaim(system, deal, start + 19n, 11_000n);
      await expectClaim(system, deal, start + 30n, 1_000n);
      await expectClaim(system, deal, start + 31n, 0n);
      expect(await hub.escrowOf(id)).to.deep.equal([20_000n, 20_000n, 0n, Status.Open]);
      expect(await coin.balanceOf(hub)).to.equal(200n);
    });

    it("pays what was owed in the meantime once a dry stream is topped up", async () => {
      const system = await networkHelpers.loadFixture(openFixture);
      const { hub, payer, start, deal } = system;
      await expectClaim(system, deal, start + 25n, 20_000n);
      await time.setNextBlockTimestamp(start + 50n);
      await hub.connect(payer).open(packed(deal), 35_000n, "0x");
      await expectClaim(system, deal, start + 51n, 31_000n);
      await expectClaim(system, deal, start + 60n, 4_000n);
    });

    it("pays what the payee did not refund, and what it did out of the next top-up", async () => {
      const system = await networkHelpers.loadFixture(openFixture);
      const { hub, payer, payee, start, deal, id } = system;
      await expectClaim(system, deal, start + 2n, 2_000n);
      await time.setNextBlockTimestamp(start + 10n);
      await hub.connect(payee).refund(packed(deal), 15_000n);
      await expectClaim(system, deal, start + 11n, 3_000n);
      expect(await hub.escrowOf(id)).to.deep.equal([5_000n, 5_000n, 0n, Status.Open]);
      await time.setNextBlockTimestamp(start + 12n);
      await hub.connect(payer).open(packed(deal), 100_000n, "0x");
      await expectClaim(system, deal, start + 20n, 15_000n);
    });

    it("pays nothing when the payee has refunded all", async () => {
      const system = await networkHelpers.loadFixture(openFixture);
      const { hub, payee, start, deal } = system;
      await hub.connect(payee).refund(packed(deal), ALL);
      await expectClaim(system, deal, start + 10n, 0n);
    });

    it("leaves another stream of the same parties alone", async () => {
      const system = await networkHelpers.loadFixture(openFixture);
      const { hub, start, deal } = system;
      const other = await opened(system, { ...deal, price: 1_001n }, 5n);
      await expectClaim(system, deal, start + YEARS, 20_000n);
      expect(await hub.escrowOf(other)).to.deep.equal([5n, 0n, 0n, Status.Open]);
    });
  });

  describe("given a fee that changes after the opening", () => {
    for (const [agreed, later] of [
      [0n, 100n],
      [1n, 100n],
      [100n, 0n],
    ] as const) {
      it(`takes the ${agreed} basis points that were agreed, after a top-up too`, async () => {
        const system = await networkHelpers.loadFixture(hubFixture);
        const start = await soon();
        const { hub, owner, payer } = system;
        await hub.connect(owner).setFee(agreed);
        const deal = await streamOf(system, { start });
        await opened(system, deal, 10_000n);
        await hub.connect(owner).setFee(later);
        await hub.connect(payer).open(packed(deal), 29_999n, "0x");
        await expectClaim(system, deal, start + 9n, 9_000n);
        await expectClaim(system, deal, start + YEARS, 30_999n);
      });
    }
  });

  describe("given a stream that is not open", () => {
    it("rejects, also when time would make something due", async () => {
      const system = await networkHelpers.loadFixture(openFixture);
      const { hub, payer, payee, start, deal, id } = system;
      const [unopened, voided] = [packed({ ...deal, price: 1n }), packed({ ...deal, price: 2n })];
      await hub.connect(payee).void(voided);
      await hub.connect(payer).cancel(packed(deal));
      await time.increaseTo(start + YEARS);
      for (const [closed, status] of [
        [unopened, Status.None],
        [voided, Status.Closed],
        [packed(deal), Status.Closed],
      ] as const) {
        expect(await hub.dueOf(closed)).to.equal(0n);
        await expectRevert(hub.claim(closed), hub, "HubWrongStatus", [0n, hub.idOf(closed), status]);
      }
      expect(await hub.escrowOf(id)).to.deep.equal([0n, 0n, 0n, Status.Closed]);
    });
  });

  describe("given a payee that is no usual account", () => {
    it("pays one that refuses every call, for it is not called", async () => {
      const system = await networkHelpers.loadFixture(openFixture);
      await networkHelpers.setCode(system.payee.address, "0x5f5ffd");
      await expectClaim(system, system.deal, system.start + 10n, 10_000n);
    });

    it("pays the coin like anybody", async () => {
      const system = await networkHelpers.loadFixture(openFixture);
      const { coin, hub, start, deal } = system;
      const toCoin = { ...deal, payee: coin.target as string };
      await opened(system, toCoin, 5_000n);
      await time.increaseTo(start + 10n);
      await hub.claim(packed(toCoin));
      expect(await coin.balanceOf(coin)).to.equal(4_950n);
      expect(await coin.balanceOf(hub)).to.equal(20_050n);
    });
  });
});
