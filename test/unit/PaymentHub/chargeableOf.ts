import { expect } from "chai";
import { networkHelpers } from "../../fixtures/chain.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { acceptedMandate, signedMandate } from "../../fixtures/mandates.js";

const { time } = networkHelpers;
const PERIOD = 1000n;
const LIMIT = 100n;

async function endingFixture() {
  const start = BigInt(await time.latest()) + 1000n;
  return acceptedMandate({ limit: LIMIT, period: PERIOD, start, end: start + 3500n });
}

/** A mandate that started long ago, of which the payer's signature is all there is. */
async function unsignedFixture() {
  return signedMandate({ start: 1n });
}

describe("PaymentHub.chargeableOf", () => {
  describe("given a mandate with a start and an end", () => {
    it("is the limit between them, and nothing outside", async () => {
      const { hub, mandate } = await networkHelpers.loadFixture(endingFixture);
      for (const [second, chargeable] of [
        [-1n, 0n],
        [0n, LIMIT],
        [999n, LIMIT],
        [1000n, LIMIT],
        [3499n, LIMIT],
        [3500n, 0n],
        [9999n, 0n],
      ] as const) {
        await time.increaseTo(mandate.start + second);
        expect(await hub.chargeableOf(mandate), `second ${second}`).to.equal(chargeable);
      }
    });

    it("is what charges left over until the period is over, and agrees with charge", async () => {
      const { hub, payee, mandate, id } = await networkHelpers.loadFixture(endingFixture);
      await time.setNextBlockTimestamp(mandate.start + 10n);
      await hub.connect(payee).charge(mandate, 30n, "0x");
      for (const second of [11n, 999n]) {
        await time.increaseTo(mandate.start + second);
        expect(await hub.chargeableOf(mandate), `second ${second}`).to.equal(70n);
      }
      await time.increaseTo(mandate.start + PERIOD);
      expect(await hub.chargeableOf(mandate)).to.equal(LIMIT);
      await expectRevert(hub.connect(payee).charge(mandate, LIMIT + 1n, "0x"), hub, "HubInvalidAmount", [
        0n,
        id,
        LIMIT + 1n,
        hub.chargeableOf(mandate),
      ]);
      await hub.connect(payee).charge(mandate, LIMIT, "0x");
      expect(await hub.chargeableOf(mandate)).to.equal(0n);
    });
  });

  describe("given a mandate without an end", () => {
    it("is the limit for ever", async () => {
      const { hub, payer, mandate } = await networkHelpers.loadFixture(unsignedFixture);
      await hub.connect(payer).accept(mandate);
      await time.increaseTo(2n ** 40n - 1n);
      expect(await hub.chargeableOf(mandate)).to.equal(mandate.limit);
    });
  });

  describe("given a mandate that was not accepted", () => {
    it("is nothing, whatever its terms", async () => {
      const { hub, mandate } = await networkHelpers.loadFixture(unsignedFixture);
      for (const terms of [{}, { period: 0n }, { feeBps: 7n }, { payer: mandate.payee }]) {
        expect(await hub.chargeableOf({ ...mandate, ...terms })).to.equal(0n);
      }
    });
  });

  describe("given a mandate that was just accepted", () => {
    it("is the limit, without regard to allowance and balance", async () => {
      const { hub, coin, payer, mandate } = await networkHelpers.loadFixture(unsignedFixture);
      await hub.connect(payer).accept(mandate);
      expect(await hub.chargeableOf(mandate)).to.equal(mandate.limit);
      await coin.connect(payer).approve(hub, 0n);
      expect(await hub.chargeableOf(mandate)).to.equal(mandate.limit);
    });
  });

  describe("given a mandate that was revoked", () => {
    it("is nothing, in this period and the next", async () => {
      const { hub, payer, payee, mandate } = await networkHelpers.loadFixture(unsignedFixture);
      await hub.connect(payer).accept(mandate);
      await hub.connect(payee).charge(mandate, 1n, "0x");
      await hub.connect(payer).revoke(mandate);
      expect(await hub.chargeableOf(mandate)).to.equal(0n);
      await time.increase(mandate.period);
      expect(await hub.chargeableOf(mandate)).to.equal(0n);
    });
  });
});
