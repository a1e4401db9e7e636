import { expect } from "chai";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import {
  CAP_DELAY,
  changeCap,
  ETHER,
  MAX_LIMIT,
  MAX_PERIOD,
  Oddity,
  oddTokenOf,
  REF,
  treasuryFixture,
} from "../../fixtures/treasury.js";

const { time } = networkHelpers;

/** A cap of 100 wei per 1000 seconds, of which 70 were paid. */
async function usedCapFixture() {
  const system = await treasuryFixture();
  await system.treasury.setCap(ETHER, 100n, 1000n);
  await system.treasury.pay(ETHER, system.payee, 70n, REF);
  return { ...system, paidAt: await time.latest() };
}

/** Sixteen assets are capped, which is all that can be. */
async function fullFixture() {
  const system = await treasuryFixture();
  const { treasury } = system;
  const capped: string[] = [ETHER];
  while (capped.length < 16) capped.push((await oddTokenOf(treasury, Oddity.None)).target as string);
  for (const asset of capped) await treasury.setCap(asset, 1n, 1n);
  return { ...system, capped };
}

describe("Treasury.setCap", () => {
  describe("given another caller than the owner", () => {
    it("reverts because only the owner may call", async () => {
      const { treasury, steward } = await networkHelpers.loadFixture(treasuryFixture);
      await expectRevert(treasury.connect(steward).setCap(ETHER, 1n, 1n), treasury, "OwnableUnauthorizedAccount", [
        steward.address,
      ]);
    });
  });

  describe("given an asset without a cap", () => {
    it("caps it", async () => {
      const { treasury, coin } = await networkHelpers.loadFixture(treasuryFixture);
      await expect(treasury.setCap(coin, 100n, 50n))
        .to.emit(treasury, "CapSet")
        .withArgs(coin.target, 100n, 50n);
      expect(await treasury.scheduledCapOf(coin)).to.deep.equal([0n, 0n, 0n]);
      expect(await treasury.capOf(coin)).to.deep.equal([100n, 50n, 100n]);
      expect(await treasury.capOf(ETHER)).to.deep.equal([0n, 0n, 0n]);
      expect(await treasury.cappedAssets()).to.deep.equal([coin.target]);
    });

    it("freezes it with amount 0 and a period", async () => {
      const { treasury, payee } = await networkHelpers.loadFixture(treasuryFixture);
      await expect(treasury.setCap(ETHER, 0n, 50n))
        .to.emit(treasury, "CapSet")
        .withArgs(ETHER, 0n, 50n);
      expect(await treasury.capOf(ETHER)).to.deep.equal([0n, 50n, 0n]);
      expect(await treasury.cappedAssets()).to.deep.equal([ETHER]);
      await expectRevert(treasury.pay(ETHER, payee, 1n, REF), treasury, "TreasuryCapExceeded", [ETHER, 1n, 0n]);
      await treasury.pay(ETHER, payee, 0n, REF);
    });

    it("allows lifting a cap that does not exist", async () => {
      const { treasury } = await networkHelpers.loadFixture(treasuryFixture);
      await expect(treasury.setCap(ETHER, 0n, 0n))
        .to.emit(treasury, "CapSet")
        .withArgs(ETHER, 0n, 0n);
      expect(await treasury.cappedAssets()).to.deep.equal([]);
    });

    it("lifts the cap of a token that broke, which makes every execute fail until then", async () => {
      const { treasury, payee } = await networkHelpers.loadFixture(treasuryFixture);
      const token = (await oddTokenOf(treasury, Oddity.None)).target as string;
      await treasury.setCap(token, 100n, 1000n);
      await networkHelpers.setCode(token, "0xfe");
      await expect(treasury.execute(payee, 0n, "0x", REF)).to.revert(ethers);
      await treasury.setCap(token, 0n, 0n);
      await time.increase(CAP_DELAY);
      await treasury.applyCap(token);
      expect(await treasury.cappedAssets()).to.deep.equal([]);
    });

    it("rejects an address that cannot tell its balance", async () => {
      const { treasury, target, stranger } = await networkHelpers.loadFixture(treasuryFixture);
      for (const asset of [stranger.address, target.target]) {
        for (const [amount, period] of [
          [1n, 1000n],
          [0n, 1000n],
        ] as const) {
          await expect(treasury.setCap(asset, amount, period)).to.be.revertedWithoutReason(ethers);
        }
      }
      expect(await treasury.cappedAssets()).to.deep.equal([]);
    });

    it("takes the largest amount and period", async () => {
      const { treasury, payee } = await networkHelpers.loadFixture(treasuryFixture);
      await treasury.setCap(ETHER, MAX_LIMIT, MAX_PERIOD);
      expect(await treasury.capOf(ETHER)).to.deep.equal([MAX_LIMIT, MAX_PERIOD, MAX_LIMIT]);
      await treasury.pay(ETHER, payee, 5n, REF);
      expect(await treasury.capOf(ETHER)).to.deep.equal([MAX_LIMIT, MAX_PERIOD, MAX_LIMIT - 5n]);
    });

    it("rejects one more, and an amount without a period", async () => {
      const { treasury } = await networkHelpers.loadFixture(treasuryFixture);
      const limits = [
        [MAX_LIMIT + 1n, MAX_PERIOD],
        [MAX_LIMIT, MAX_PERIOD + 1n],
        [0n, MAX_PERIOD + 1n],
        [1n, 0n],
      ] as const;
      for (const [amount, period] of limits) {
        await expectRevert(treasury.setCap(ETHER, amount, period), treasury, "TreasuryInvalidLimit", [
          ETHER,
          amount,
          period,
        ]);
      }
    });
  });

  describe("given a cap that is partly used", () => {
    it("counts what has left against the changed cap", async () => {
      const { treasury, payee } = await networkHelpers.loadFixture(usedCapFixture);
      await expect(treasury.setCap(ETHER, 90n, 2000n))
        .to.emit(treasury, "CapSet")
        .withArgs(ETHER, 90n, 2000n);
      expect(await treasury.capOf(ETHER)).to.deep.equal([90n, 2000n, 20n]);
      expect(await treasury.cappedAssets()).to.deep.equal([ETHER]);
      await expectRevert(treasury.pay(ETHER, payee, 21n, REF), treasury, "TreasuryCapExceeded", [ETHER, 21n, 20n]);
    });

    it("leaves nothing when the changed cap is lower than what has left", async () => {
      const { treasury, payee } = await networkHelpers.loadFixture(usedCapFixture);
      await treasury.setCap(ETHER, 60n, 1000n);
      expect(await treasury.capOf(ETHER)).to.deep.equal([60n, 1000n, 0n]);
      await expectRevert(treasury.pay(ETHER, payee, 1n, REF), treasury, "TreasuryCapExceeded", [ETHER, 1n, 0n]);
    });

    it("brings back into a longer period what had already left the shorter one", async () => {
      const { treasury, paidAt } = await networkHelpers.loadFixture(usedCapFixture);
      await time.increaseTo(paidAt + 1000);
      expect(await treasury.capOf(ETHER)).to.deep.equal([100n, 1000n, 100n]);
      await treasury.setCap(ETHER, 100n, 2000n);
      expect(await treasury.capOf(ETHER)).to.deep.equal([100n, 2000n, 30n]);
    });
  });

  describe("given a cap of 100 wei per 1000 seconds", () => {
    for (const [change, amount, period] of [
      ["one wei more", 101n, 1000n],
      ["one second less", 100n, 999n],
      ["less in a shorter time", 1n, 999n],
      ["more in a longer time", 101n, 1_000_000n],
      ["nothing in a shorter time", 0n, 999n],
      ["no cap at all", 0n, 0n],
      ["the largest amount and period", MAX_LIMIT, MAX_PERIOD],
    ] as const) {
      it(`schedules ${change}`, async () => {
        const { treasury, payee } = await networkHelpers.loadFixture(usedCapFixture);
        const now = BigInt(await time.latest()) + 10n;
        await time.setNextBlockTimestamp(now);
        const tx = treasury.setCap(ETHER, amount, period);
        await expect(tx)
          .to.emit(treasury, "CapScheduled")
          .withArgs(ETHER, amount, period, now + CAP_DELAY);
        await expect(tx).not.to.emit(treasury, "CapSet");
        expect(await treasury.scheduledCapOf(ETHER)).to.deep.equal([amount, period, now + CAP_DELAY]);
        expect(await treasury.capOf(ETHER)).to.deep.equal([100n, 1000n, 30n]);
        expect(await treasury.cappedAssets()).to.deep.equal([ETHER]);
        await expectRevert(treasury.pay(ETHER, payee, 31n, REF), treasury, "TreasuryCapExceeded", [ETHER, 31n, 30n]);
      });
    }

    for (const [change, amount, period, available] of [
      ["the same again", 100n, 1000n, 30n],
      ["one wei less", 99n, 1000n, 29n],
      ["one second more", 100n, 1001n, 30n],
      ["nothing", 0n, 1000n, 0n],
      ["less in a longer time", 80n, 2000n, 10n],
    ] as const) {
      it(`takes ${change} at once, and forgets what was scheduled`, async () => {
        const { treasury } = await networkHelpers.loadFixture(usedCapFixture);
        await treasury.setCap(ETHER, 0n, 0n);
        const tx = treasury.setCap(ETHER, amount, period);
        await expect(tx).to.emit(treasury, "CapSet").withArgs(ETHER, amount, period);
        await expect(tx).not.to.emit(treasury, "CapScheduled");
        expect(await treasury.capOf(ETHER)).to.deep.equal([amount, period, available]);
        expect(await treasury.scheduledCapOf(ETHER)).to.deep.equal([0n, 0n, 0n]);
        await time.increase(CAP_DELAY);
        await expectRevert(treasury.applyCap(ETHER), treasury, "TreasuryNoCapDue", [ETHER, 0n]);
      });
    }

    it("starts the time anew when another change is scheduled", async () => {
      const { treasury } = await networkHelpers.loadFixture(usedCapFixture);
      const first = BigInt(await time.latest()) + 10n;
      await time.setNextBlockTimestamp(first);
      await treasury.setCap(ETHER, 0n, 0n);
      await time.setNextBlockTimestamp(first + CAP_DELAY - 1n);
      await treasury.setCap(ETHER, 150n, 1000n);
      const due = first + 2n * CAP_DELAY - 1n;
      expect(await treasury.scheduledCapOf(ETHER)).to.deep.equal([150n, 1000n, due]);
      await time.setNextBlockTimestamp(due - 1n);
      await expectRevert(treasury.applyCap(ETHER), treasury, "TreasuryNoCapDue", [ETHER, due]);
      await time.setNextBlockTimestamp(due);
      await treasury.applyCap(ETHER);
      expect(await treasury.capOf(ETHER)).to.deep.equal([150n, 1000n, 150n]);
    });

    it("rejects an invalid change, and keeps what was scheduled", async () => {
      const { treasury } = await networkHelpers.loadFixture(usedCapFixture);
      await treasury.setCap(ETHER, 200n, 1000n);
      const scheduled = await treasury.scheduledCapOf(ETHER);
      for (const [amount, period] of [
        [MAX_LIMIT + 1n, 1000n],
        [200n, MAX_PERIOD + 1n],
        [1n, 0n],
      ] as const) {
        await expectRevert(treasury.setCap(ETHER, amount, period), treasury, "TreasuryInvalidLimit", [
          ETHER,
          amount,
          period,
        ]);
      }
      expect(await treasury.scheduledCapOf(ETHER)).to.deep.equal(scheduled);
    });
  });

  describe("given a frozen asset", () => {
    it("schedules every amount above 0", async () => {
      const { treasury } = await networkHelpers.loadFixture(treasuryFixture);
      await treasury.setCap(ETHER, 0n, 1000n);
      const tx = await treasury.setCap(ETHER, 1n, 1000n);
      await expect(tx)
        .to.emit(treasury, "CapScheduled")
        .withArgs(ETHER, 1n, 1000n, BigInt(await time.latest()) + CAP_DELAY);
      expect(await treasury.capOf(ETHER)).to.deep.equal([0n, 1000n, 0n]);
    });
  });

  describe("given as many capped assets as there may be", () => {
    it("rejects one more", async () => {
      const { treasury, coin } = await networkHelpers.loadFixture(fullFixture);
      await expectRevert(treasury.setCap(coin, 1n, 1n), treasury, "TreasuryTooManyCaps", [coin.target, 16n]);
    });

    it("lists them, and changes those that are there, at once or later", async () => {
      const { treasury, capped } = await networkHelpers.loadFixture(fullFixture);
      expect(await treasury.cappedAssets()).to.deep.equal(capped);
      for (const asset of capped) await treasury.setCap(asset, 1n, 2n);
      await changeCap(treasury, ETHER, 2n, 2n);
      expect(await treasury.capOf(ETHER)).to.deep.equal([2n, 2n, 2n]);
      expect(await treasury.cappedAssets()).to.deep.equal(capped);
    });

    it("takes another one after one was lifted, and not before", async () => {
      const { treasury, coin } = await networkHelpers.loadFixture(fullFixture);
      await treasury.setCap(ETHER, 0n, 0n);
      await time.increase(CAP_DELAY);
      await expectRevert(treasury.setCap(coin, 1n, 1n), treasury, "TreasuryTooManyCaps", [coin.target, 16n]);
      await treasury.applyCap(ETHER);
      await treasury.setCap(coin, 1n, 1n);
      const assets = await treasury.cappedAssets();
      expect(assets.length).to.equal(16);
      expect(assets).to.include(coin.target);
      expect(assets).not.to.include(ETHER);
      await expectRevert(treasury.setCap(ETHER, 1n, 1n), treasury, "TreasuryTooManyCaps", [ETHER, 16n]);
    });
  });
});
