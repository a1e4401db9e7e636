import { expect } from "chai";
import { parseEther } from "ethers";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { actionsOf, DAY, govern, passAndQueue, proposalOf, systemFixture } from "../../fixtures/system.js";
import { CAP_DELAY, changeCap, ETHER, REF, treasuryFixture } from "../../fixtures/treasury.js";

const { time } = networkHelpers;
const PERIOD = 30n * BigInt(DAY);

/** 100 wei may leave in 30 days, of which 70 did; lifting this to 200 wei is scheduled. */
async function scheduledFixture() {
  const system = await treasuryFixture();
  const { treasury, payee } = system;
  await treasury.setCap(ETHER, 100n, PERIOD);
  await treasury.pay(ETHER, payee, 70n, REF);
  await treasury.setCap(ETHER, 200n, PERIOD);
  return { ...system, effectiveAt: BigInt(await time.latest()) + CAP_DELAY };
}

/** The DAO has capped ether at 1 per 30 days; the treasury holds 5. */
async function cappedByDaoFixture() {
  const system = await systemFixture();
  const { treasury, dave } = system;
  const setCap = (amount: bigint, period: bigint) =>
    treasury.interface.encodeFunctionData("setCap", [ETHER, amount, period]);
  const payAll = treasury.interface.encodeFunctionData("pay", [ETHER, dave.address, parseEther("5"), REF]);
  const applyCap = treasury.interface.encodeFunctionData("applyCap", [ETHER]);
  await govern(system, [treasury, setCap(parseEther("1"), PERIOD)]);
  return { ...system, setCap, payAll, applyCap };
}

describe("Treasury.applyCap", () => {
  describe("given nothing scheduled", () => {
    it("rejects, whether the asset is capped or not", async () => {
      const { treasury, coin } = await networkHelpers.loadFixture(treasuryFixture);
      await treasury.setCap(coin, 5n, 1000n);
      for (const asset of [ETHER, coin.target]) {
        await expectRevert(treasury.applyCap(asset), treasury, "TreasuryNoCapDue", [asset, 0n]);
      }
      expect(await treasury.capOf(coin)).to.deep.equal([5n, 1000n, 5n]);
    });
  });

  describe("given a looser cap that is scheduled", () => {
    it("rejects one second before it is due, the owner too", async () => {
      const { treasury, payee, effectiveAt } = await networkHelpers.loadFixture(scheduledFixture);
      await time.setNextBlockTimestamp(effectiveAt - 1n);
      await expectRevert(treasury.applyCap(ETHER), treasury, "TreasuryNoCapDue", [ETHER, effectiveAt]);
      expect(await treasury.scheduledCapOf(ETHER)).to.deep.equal([200n, PERIOD, effectiveAt]);
      await expectRevert(treasury.pay.staticCall(ETHER, payee, 31n, REF), treasury, "TreasuryCapExceeded", [
        ETHER,
        31n,
        30n,
      ]);
    });

    it("applies it from the second in which it is due, no matter who calls, and keeps the amount already spent", async () => {
      const { treasury, stranger, payee, effectiveAt } = await networkHelpers.loadFixture(scheduledFixture);
      await time.setNextBlockTimestamp(effectiveAt);
      await expect(treasury.connect(stranger).applyCap(ETHER))
        .to.emit(treasury, "CapSet")
        .withArgs(ETHER, 200n, PERIOD);
      expect(await treasury.capOf(ETHER)).to.deep.equal([200n, PERIOD, 130n]);
      expect(await treasury.scheduledCapOf(ETHER)).to.deep.equal([0n, 0n, 0n]);
      expect(await treasury.cappedAssets()).to.deep.equal([ETHER]);
      await expectRevert(treasury.pay(ETHER, payee, 131n, REF), treasury, "TreasuryCapExceeded", [ETHER, 131n, 130n]);
      await treasury.pay(ETHER, payee, 130n, REF);
    });

    it("does not count by itself when it is due", async () => {
      const { treasury, payee, effectiveAt } = await networkHelpers.loadFixture(scheduledFixture);
      await time.increaseTo(effectiveAt + 1000n);
      expect(await treasury.capOf(ETHER)).to.deep.equal([100n, PERIOD, 30n]);
      await expectRevert(treasury.pay(ETHER, payee, 31n, REF), treasury, "TreasuryCapExceeded", [ETHER, 31n, 30n]);
    });

    it("stays due for ever", async () => {
      const { treasury, effectiveAt } = await networkHelpers.loadFixture(scheduledFixture);
      await time.increaseTo(effectiveAt + 3650n * BigInt(DAY));
      await treasury.applyCap(ETHER);
      expect(await treasury.capOf(ETHER)).to.deep.equal([200n, PERIOD, 200n]);
    });

    it("rejects a second time", async () => {
      const { treasury, effectiveAt } = await networkHelpers.loadFixture(scheduledFixture);
      await time.increaseTo(effectiveAt);
      await treasury.applyCap(ETHER);
      await treasury.setCap(ETHER, 10n, PERIOD);
      await expectRevert(treasury.applyCap(ETHER), treasury, "TreasuryNoCapDue", [ETHER, 0n]);
      expect(await treasury.capOf(ETHER)).to.deep.equal([10n, PERIOD, 0n]);
    });

    it("leaves what is scheduled for other assets", async () => {
      const { treasury, coin, effectiveAt } = await networkHelpers.loadFixture(scheduledFixture);
      await treasury.setCap(coin, 1n, 1000n);
      await treasury.setCap(coin, 2n, 1000n);
      const later = BigInt(await time.latest()) + CAP_DELAY;
      await time.increaseTo(effectiveAt);
      await treasury.applyCap(ETHER);
      expect(await treasury.scheduledCapOf(coin)).to.deep.equal([2n, 1000n, later]);
      expect(await treasury.capOf(coin)).to.deep.equal([1n, 1000n, 1n]);
    });
  });

  describe("given a shorter period that is scheduled", () => {
    it("counts what has left within it", async () => {
      const { treasury, effectiveAt } = await networkHelpers.loadFixture(scheduledFixture);
      await treasury.setCap(ETHER, 100n, 8n * BigInt(DAY));
      const shorterAt = BigInt(await time.latest()) + CAP_DELAY;
      expect(shorterAt).to.be.greaterThan(effectiveAt);
      await time.increaseTo(shorterAt);
      await treasury.applyCap(ETHER);
      expect(await treasury.capOf(ETHER)).to.deep.equal([100n, 8n * BigInt(DAY), 30n]);
      await time.increase(DAY);
      expect(await treasury.capOf(ETHER)).to.deep.equal([100n, 8n * BigInt(DAY), 100n]);
    });
  });

  describe("given a cap that is to be lifted", () => {
    it("lifts it, so that any amount can leave", async () => {
      const { treasury, payee } = await networkHelpers.loadFixture(scheduledFixture);
      await expect(changeCap(treasury, ETHER, 0n, 0n))
        .to.emit(treasury, "CapSet")
        .withArgs(ETHER, 0n, 0n);
      expect(await treasury.capOf(ETHER)).to.deep.equal([0n, 0n, 0n]);
      expect(await treasury.scheduledCapOf(ETHER)).to.deep.equal([0n, 0n, 0n]);
      expect(await treasury.cappedAssets()).to.deep.equal([]);
      await expect(treasury.pay(ETHER, payee, parseEther("5") - 70n, REF)).to.changeEtherBalance(
        ethers,
        treasury,
        70n - parseEther("5"),
      );
    });

    it("lets a new cap start over at once", async () => {
      const { treasury, payee } = await networkHelpers.loadFixture(scheduledFixture);
      await changeCap(treasury, ETHER, 0n, 0n);
      await treasury.pay(ETHER, payee, 1000n, REF);
      await expect(treasury.setCap(ETHER, 300n, PERIOD))
        .to.emit(treasury, "CapSet")
        .withArgs(ETHER, 300n, PERIOD);
      expect(await treasury.capOf(ETHER)).to.deep.equal([300n, PERIOD, 300n]);
      await treasury.pay(ETHER, payee, 300n, REF);
      expect(await treasury.capOf(ETHER)).to.deep.equal([300n, PERIOD, 0n]);
    });
  });

  describe("given one proposal that lifts the cap, pays all and restores it", () => {
    it("is refused as a whole", async () => {
      const system = await networkHelpers.loadFixture(cappedByDaoFixture);
      const { treasury, dao, setCap, payAll } = system;
      const proposal = proposalOf(
        "take all",
        [treasury, setCap(0n, 0n)],
        [treasury, payAll],
        [treasury, setCap(parseEther("1"), PERIOD)],
      );
      await passAndQueue(system, proposal);
      await expectRevert(dao.execute(...actionsOf(proposal)), treasury, "TreasuryCapExceeded", [
        ETHER,
        parseEther("5"),
        parseEther("1"),
      ]);
      expect(await ethers.provider.getBalance(treasury)).to.equal(parseEther("5"));
    });

    it("is refused with applyCap in between, too", async () => {
      const system = await networkHelpers.loadFixture(cappedByDaoFixture);
      const { treasury, dao, setCap, payAll, applyCap } = system;
      const proposal = proposalOf(
        "take all",
        [treasury, setCap(0n, 0n)],
        [treasury, applyCap],
        [treasury, payAll],
        [treasury, setCap(parseEther("1"), PERIOD)],
      );
      await passAndQueue(system, proposal);
      const now = BigInt(await time.latest()) + 1n;
      await time.setNextBlockTimestamp(now);
      await expectRevert(dao.execute(...actionsOf(proposal)), treasury, "TreasuryNoCapDue", [ETHER, now + CAP_DELAY]);
    });

    it("is possible when lifting it was voted before and is due", async () => {
      const system = await networkHelpers.loadFixture(cappedByDaoFixture);
      const { treasury, dave, setCap, payAll, applyCap } = system;
      await govern(system, [treasury, setCap(0n, 0n)]);
      const { 2: effectiveAt } = await treasury.scheduledCapOf(ETHER);
      const last = [
        [treasury, applyCap],
        [treasury, payAll],
        [treasury, setCap(parseEther("1"), PERIOD)],
      ] as [typeof treasury, string][];
      const tx = await govern(system, ...last);
      expect(await time.latest()).to.be.at.least(Number(effectiveAt));
      await expect(tx).to.changeEtherBalance(ethers, dave, parseEther("5"));
      expect(await treasury.capOf(ETHER)).to.deep.equal([parseEther("1"), PERIOD, parseEther("1")]);
    });
  });
});
