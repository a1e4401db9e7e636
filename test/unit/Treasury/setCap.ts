import { expect } from "chai";
import { networkHelpers } from "../../fixtures/chain.js";
import { ETHER, MAX_LIMIT, MAX_PERIOD, REF, treasuryFixture } from "../../fixtures/treasury.js";

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
  const capped = [ETHER, ...system.others.slice(0, 15).map(({ address }) => address)];
  expect(capped.length).to.equal(16);
  for (const asset of capped) await system.treasury.setCap(asset, 1n, 1n);
  return { ...system, capped };
}

describe("Treasury.setCap", () => {
  describe("given another caller than the owner", () => {
    it("refuses", async () => {
      const { treasury, steward } = await networkHelpers.loadFixture(treasuryFixture);
      await expect(treasury.connect(steward).setCap(ETHER, 1n, 1n))
        .to.be.revertedWithCustomError(treasury, "OwnableUnauthorizedAccount")
        .withArgs(steward.address);
    });
  });

  describe("given an asset without a cap", () => {
    it("caps it", async () => {
      const { treasury, coin } = await networkHelpers.loadFixture(treasuryFixture);
      await expect(treasury.setCap(coin, 100n, 50n))
        .to.emit(treasury, "CapSet")
        .withArgs(coin.target, 100n, 50n);
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
      await expect(treasury.pay(ETHER, payee, 1n, REF))
        .to.be.revertedWithCustomError(treasury, "TreasuryCapExceeded")
        .withArgs(ETHER, 1n, 0n);
      await treasury.pay(ETHER, payee, 0n, REF);
    });

    it("does not mind lifting what is not there", async () => {
      const { treasury } = await networkHelpers.loadFixture(treasuryFixture);
      await expect(treasury.setCap(ETHER, 0n, 0n))
        .to.emit(treasury, "CapSet")
        .withArgs(ETHER, 0n, 0n);
      expect(await treasury.cappedAssets()).to.deep.equal([]);
    });

    it("takes the largest amount and period", async () => {
      const { treasury, payee } = await networkHelpers.loadFixture(treasuryFixture);
      await treasury.setCap(ETHER, MAX_LIMIT, MAX_PERIOD);
      expect(await treasury.capOf(ETHER)).to.deep.equal([MAX_LIMIT, MAX_PERIOD, MAX_LIMIT]);
      await treasury.pay(ETHER, payee, 5n, REF);
      expect(await treasury.capOf(ETHER)).to.deep.equal([MAX_LIMIT, MAX_PERIOD, MAX_LIMIT - 5n]);
    });

    it("refuses one more, and an amount without a period", async () => {
      const { treasury } = await networkHelpers.loadFixture(treasuryFixture);
      const limits = [
        [MAX_LIMIT + 1n, MAX_PERIOD],
        [MAX_LIMIT, MAX_PERIOD + 1n],
        [0n, MAX_PERIOD + 1n],
        [1n, 0n],
      ] as const;
      for (const [amount, period] of limits) {
        await expect(treasury.setCap(ETHER, amount, period))
          .to.be.revertedWithCustomError(treasury, "TreasuryInvalidLimit")
          .withArgs(ETHER, amount, period);
      }
    });
  });

  describe("given a cap that is partly used", () => {
    it("counts what has left against the changed cap", async () => {
      const { treasury, payee } = await networkHelpers.loadFixture(usedCapFixture);
      await treasury.setCap(ETHER, 90n, 2000n);
      expect(await treasury.capOf(ETHER)).to.deep.equal([90n, 2000n, 20n]);
      expect(await treasury.cappedAssets()).to.deep.equal([ETHER]);
      await expect(treasury.pay(ETHER, payee, 21n, REF))
        .to.be.revertedWithCustomError(treasury, "TreasuryCapExceeded")
        .withArgs(ETHER, 21n, 20n);
    });

    it("leaves nothing when the changed cap is lower than what has left", async () => {
      const { treasury, payee } = await networkHelpers.loadFixture(usedCapFixture);
      await treasury.setCap(ETHER, 60n, 1000n);
      expect(await treasury.capOf(ETHER)).to.deep.equal([60n, 1000n, 0n]);
      await expect(treasury.pay(ETHER, payee, 1n, REF))
        .to.be.revertedWithCustomError(treasury, "TreasuryCapExceeded")
        .withArgs(ETHER, 1n, 0n);
    });

    it("brings back into a longer period what had already left the shorter one", async () => {
      const { treasury, paidAt } = await networkHelpers.loadFixture(usedCapFixture);
      await time.increaseTo(paidAt + 1000);
      expect(await treasury.capOf(ETHER)).to.deep.equal([100n, 1000n, 100n]);
      await treasury.setCap(ETHER, 100n, 2000n);
      expect(await treasury.capOf(ETHER)).to.deep.equal([100n, 2000n, 30n]);
    });

    it("lifts it", async () => {
      const { treasury, payee } = await networkHelpers.loadFixture(usedCapFixture);
      await expect(treasury.setCap(ETHER, 0n, 0n))
        .to.emit(treasury, "CapSet")
        .withArgs(ETHER, 0n, 0n);
      expect(await treasury.capOf(ETHER)).to.deep.equal([0n, 0n, 0n]);
      expect(await treasury.cappedAssets()).to.deep.equal([]);
      await treasury.pay(ETHER, payee, 1000n, REF);
    });

    it("starts afresh when it was lifted in between", async () => {
      const { treasury, payee } = await networkHelpers.loadFixture(usedCapFixture);
      await treasury.setCap(ETHER, 0n, 0n);
      await treasury.pay(ETHER, payee, 1000n, REF);
      await treasury.setCap(ETHER, 100n, 1000n);
      expect(await treasury.capOf(ETHER)).to.deep.equal([100n, 1000n, 100n]);
      await treasury.pay(ETHER, payee, 100n, REF);
    });
  });

  describe("given as many capped assets as there may be", () => {
    it("refuses one more", async () => {
      const { treasury, coin } = await networkHelpers.loadFixture(fullFixture);
      await expect(treasury.setCap(coin, 1n, 1n))
        .to.be.revertedWithCustomError(treasury, "TreasuryTooManyCaps")
        .withArgs(coin.target, 16n);
    });

    it("lists them, and changes those that are there", async () => {
      const { treasury, capped } = await networkHelpers.loadFixture(fullFixture);
      expect(await treasury.cappedAssets()).to.deep.equal(capped);
      for (const asset of capped) await treasury.setCap(asset, 2n, 2n);
      expect(await treasury.cappedAssets()).to.deep.equal(capped);
    });

    it("takes another one after one was lifted", async () => {
      const { treasury, coin } = await networkHelpers.loadFixture(fullFixture);
      await treasury.setCap(ETHER, 0n, 0n);
      await treasury.setCap(coin, 1n, 1n);
      const assets = await treasury.cappedAssets();
      expect(assets.length).to.equal(16);
      expect(assets).to.include(coin.target);
      expect(assets).not.to.include(ETHER);
    });
  });
});
