import { expect } from "chai";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { ETHER, REF, treasuryFixture } from "../../fixtures/treasury.js";

const { time } = networkHelpers;

/** A cap of 100 wei per 1000 seconds: 60 left at second 0, 40 at second 300. */
async function windowFixture() {
  const system = await treasuryFixture();
  const { treasury, payee } = system;
  await treasury.setCap(ETHER, 100n, 1000n);
  await treasury.pay(ETHER, payee, 60n, REF);
  const start = await time.latest();
  await time.setNextBlockTimestamp(start + 300);
  await treasury.pay(ETHER, payee, 40n, REF);
  return { ...system, start };
}

describe("Treasury.capOf", () => {
  describe("given payments at two times", () => {
    it("frees each when it is one period old and not a second earlier", async () => {
      const { treasury, start } = await networkHelpers.loadFixture(windowFixture);
      for (const [second, available] of [
        [301, 0n],
        [999, 0n],
        [1000, 60n],
        [1299, 60n],
        [1300, 100n],
        [9999, 100n],
      ] as const) {
        await time.increaseTo(start + second);
        expect(await treasury.capOf(ETHER), `second ${second}`).to.deep.equal([100n, 1000n, available]);
      }
    });

    it("rejects a payment in the last second of the period", async () => {
      const { treasury, payee, start } = await networkHelpers.loadFixture(windowFixture);
      await time.setNextBlockTimestamp(start + 999);
      await expectRevert(treasury.pay(ETHER, payee, 1n, REF), treasury, "TreasuryCapExceeded", [ETHER, 1n, 0n]);
    });

    it("allows a payment when the period is over, of exactly what was freed", async () => {
      const { treasury, payee, start } = await networkHelpers.loadFixture(windowFixture);
      await time.setNextBlockTimestamp(start + 1000);
      await expect(treasury.pay(ETHER, payee, 60n, REF)).to.changeEtherBalance(ethers, payee, 60n);
      await time.setNextBlockTimestamp(start + 1299);
      await expectRevert(treasury.pay(ETHER, payee, 1n, REF), treasury, "TreasuryCapExceeded", [ETHER, 1n, 0n]);
      await time.setNextBlockTimestamp(start + 1300);
      await expectRevert(treasury.pay(ETHER, payee, 41n, REF), treasury, "TreasuryCapExceeded", [ETHER, 41n, 40n]);
      await treasury.pay(ETHER, payee, 40n, REF);
    });
  });

  describe("given a frozen asset", () => {
    it("never frees anything", async () => {
      const { treasury, start } = await networkHelpers.loadFixture(windowFixture);
      await treasury.setCap(ETHER, 0n, 1000n);
      await time.increaseTo(start + 100_000);
      expect(await treasury.capOf(ETHER)).to.deep.equal([0n, 1000n, 0n]);
    });
  });
});
