import { expect } from "chai";
import { networkHelpers } from "../../fixtures/chain.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { DAY } from "../../fixtures/system.js";
import { CAP_DELAY, ETHER, REF, treasuryFixture } from "../../fixtures/treasury.js";

const { time } = networkHelpers;
const PERIOD = 30n * BigInt(DAY);

/** 100 wei may leave in 30 days, of which 70 did, and 10 more did 5 days later. */
async function cappedFixture() {
  const system = await treasuryFixture();
  const { treasury, payee } = system;
  await treasury.setCap(ETHER, 100n, PERIOD);
  await treasury.pay(ETHER, payee, 70n, REF);
  await time.increase(5 * DAY);
  await treasury.pay(ETHER, payee, 10n, REF);
  return system;
}

describe("Treasury.applicableCapOf", () => {
  describe("given no scheduled change", () => {
    it("equals the cap that is set, or none", async () => {
      const { treasury, coin } = await networkHelpers.loadFixture(cappedFixture);
      expect(await treasury.applicableCapOf(ETHER)).to.deep.equal([100n, PERIOD, 20n]);
      expect(await treasury.applicableCapOf(coin)).to.deep.equal([0n, 0n, 0n]);
    });
  });

  for (const [title, amount, period, available] of [
    ["a higher amount", 200n, PERIOD, 120n],
    ["a shorter period, in which less has left", 100n, 8n * BigInt(DAY), 90n],
    ["a period in which nothing has left", 100n, BigInt(DAY), 100n],
    ["a lower amount in a shorter period", 5n, 8n * BigInt(DAY), 0n],
    ["the end of the cap", 0n, 0n, 0n],
  ] as const) {
    describe(`given ${title} that is scheduled`, () => {
      it("tells what is set until the change is due, and from then on what anyone can apply", async () => {
        const { treasury, stranger } = await networkHelpers.loadFixture(cappedFixture);
        await treasury.setCap(ETHER, amount, period);
        const effectiveAt = BigInt(await time.latest()) + CAP_DELAY;
        await time.increaseTo(effectiveAt - 1n);
        expect(await treasury.applicableCapOf(ETHER)).to.deep.equal([100n, PERIOD, 20n]);
        await time.increaseTo(effectiveAt);
        expect(await treasury.capOf(ETHER), "not applied").to.deep.equal([100n, PERIOD, 20n]);
        const promised = await treasury.applicableCapOf(ETHER);
        expect(promised).to.deep.equal([amount, period, available]);
        await treasury.connect(stranger).applyCap(ETHER);
        expect(await treasury.capOf(ETHER)).to.deep.equal(promised);
        expect(await treasury.applicableCapOf(ETHER)).to.deep.equal(promised);
      });
    });
  }

  describe("given a looser cap that anyone has applied", () => {
    it("allows exactly what the view told before", async () => {
      const { treasury, stranger, payee } = await networkHelpers.loadFixture(cappedFixture);
      await treasury.setCap(ETHER, 200n, PERIOD);
      await time.increase(CAP_DELAY);
      const { available } = await treasury.applicableCapOf(ETHER);
      await treasury.connect(stranger).applyCap(ETHER);
      await expectRevert(treasury.pay(ETHER, payee, available + 1n, REF), treasury, "TreasuryCapExceeded", [
        ETHER,
        available + 1n,
        available,
      ]);
      await treasury.pay(ETHER, payee, available, REF);
    });
  });
});
