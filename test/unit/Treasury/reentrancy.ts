import { expect } from "chai";
import { parseEther } from "ethers";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { payout } from "../../fixtures/system.js";
import { CAP_DELAY, ETHER, REF, treasuryFixture } from "../../fixtures/treasury.js";

const WAYS = ["pay", "payMany", "payAndCall", "execute", "spend"] as const;
type Way = (typeof WAYS)[number];

/** A recipient that owns the treasury, and is a steward with 100 wei and 100 base units of SCV. */
async function ownerFixture() {
  const system = await treasuryFixture();
  const { treasury, coin, hostile } = system;
  await treasury.setBudget(hostile, ETHER, 100n, 1000n);
  await treasury.setBudget(hostile, coin, 100n, 1000n);
  await treasury.transferOwnership(hostile);
  const to = hostile.target as string;

  /** The call that pays the recipient: SCV by `payAndCall`, ether by every other way. */
  const payment = (way: Way, amount: bigint): string => {
    const { interface: functions } = treasury;
    if (way === "pay") return functions.encodeFunctionData("pay", [ETHER, to, amount, REF]);
    if (way === "payMany") return functions.encodeFunctionData("payMany", [ETHER, [payout(to, amount)], REF]);
    if (way === "payAndCall") return functions.encodeFunctionData("payAndCall", [coin.target, to, amount, "0x", REF]);
    if (way === "execute") return functions.encodeFunctionData("execute", [to, amount, "0x", REF]);
    return functions.encodeFunctionData("spend", [ETHER, to, amount, REF]);
  };
  const setCap = async (asset: string, amount: bigint, period: bigint) =>
    hostile.act(treasury, treasury.interface.encodeFunctionData("setCap", [asset, amount, period]));
  const assetOf = (way: Way): string => (way === "payAndCall" ? (coin.target as string) : ETHER);
  return { ...system, to, payment, setCap, assetOf };
}

/** `ownerFixture` in which 3 of what is paid come to the treasury as soon as the recipient calls for them. */
async function incomeFixture() {
  const system = await ownerFixture();
  const { treasury, coin, hostile, target, deployer, to, payment } = system;
  await target.connect(deployer).call(0n, { value: parseEther("3") });
  await coin.connect(deployer).transfer(target, parseEther("3"));
  for (const asset of [ETHER, coin.target as string]) {
    const setBudget = treasury.interface.encodeFunctionData("setBudget", [to, asset, parseEther("4"), 1000n]);
    await hostile.act(treasury, setBudget);
    await system.setCap(asset, parseEther("1"), 1000n);
  }
  const incomeOf = (way: Way) =>
    way === "payAndCall"
      ? target.interface.encodeFunctionData("push", [coin.target, treasury.target, parseEther("3")])
      : target.interface.encodeFunctionData("pushEther", [treasury.target, parseEther("3")]);
  const paid = async (way: Way, amount: bigint) => {
    await hostile.arm(target, 0n, incomeOf(way), 1n);
    return hostile.act(treasury, payment(way, amount));
  };
  return { ...system, paid };
}

describe("Treasury under reentrancy", () => {
  for (const outer of WAYS) {
    describe(`given a recipient that pays itself again when it is paid by ${outer}`, () => {
      for (const inner of WAYS) {
        it(`rejects ${inner}, and pays and counts once`, async () => {
          const { treasury, coin, hostile, payment, setCap, assetOf } = await networkHelpers.loadFixture(ownerFixture);
          await setCap(ETHER, 30n, 1000n);
          await setCap(coin.target as string, 30n, 1000n);
          await hostile.arm(treasury, 0n, payment(inner, 7n), 1n);
          const tx = hostile.act(treasury, payment(outer, 10n));
          const error = treasury.interface.encodeErrorResult("ReentrancyGuardReentrantCall");
          await expect(tx).to.emit(hostile, "CalledBack").withArgs(false, error);
          const asset = assetOf(outer);
          const [ether, coins] = asset === ETHER ? [10n, 0n] : [0n, 10n];
          await expect(tx).to.changeEtherBalances(ethers, [treasury, hostile], [-ether, ether]);
          await expect(tx).to.changeTokenBalances(ethers, coin, [treasury, hostile], [-coins, coins]);
          expect(await treasury.capOf(ETHER)).to.deep.equal([30n, 1000n, 30n - ether]);
          expect(await treasury.capOf(coin)).to.deep.equal([30n, 1000n, 30n - coins]);
          const budgetLeft = outer === "spend" ? 90n : 100n;
          expect(await treasury.budgetOf(hostile, ETHER)).to.deep.equal([100n, 1000n, budgetLeft]);
          expect(await treasury.budgetOf(hostile, coin)).to.deep.equal([100n, 1000n, 100n]);
        });
      }
    });

    describe(`given a recipient of 4 by ${outer} that brings in 3 that were waiting, under a cap of 1`, () => {
      it("rejects the whole, and the income waits on", async () => {
        const { treasury, coin, target, assetOf, paid } = await networkHelpers.loadFixture(incomeFixture);
        const asset = assetOf(outer);
        await expectRevert(paid(outer, parseEther("4")), treasury, "TreasuryCapExceeded", [
          asset,
          parseEther("4"),
          parseEther("1"),
        ]);
        expect(await ethers.provider.getBalance(treasury)).to.equal(parseEther("5"));
        expect(await ethers.provider.getBalance(target)).to.equal(parseEther("3"));
        expect(await coin.balanceOf(treasury)).to.equal(parseEther("20"));
        expect(await coin.balanceOf(target)).to.equal(parseEther("3"));
      });

      it("rejects one wei above the cap, and allows exactly the cap", async () => {
        const { treasury, hostile, assetOf, paid } = await networkHelpers.loadFixture(incomeFixture);
        const asset = assetOf(outer);
        await expectRevert(paid(outer, parseEther("1") + 1n), treasury, "TreasuryCapExceeded", [
          asset,
          parseEther("1") + 1n,
          parseEther("1"),
        ]);
        await expect(paid(outer, parseEther("1")))
          .to.emit(hostile, "CalledBack")
          .withArgs(true, "0x");
        expect(await treasury.capOf(asset)).to.deep.equal([parseEther("1"), 1000n, 0n]);
      });
    });
  }

  describe("given a steward that sends the ether back when it is paid", () => {
    it("takes it from budget and cap all the same", async () => {
      const { treasury, hostile, payment, setCap } = await networkHelpers.loadFixture(ownerFixture);
      await setCap(ETHER, 30n, 1000n);
      await hostile.arm(treasury, 20n, "0x", 1n);
      const tx = hostile.act(treasury, payment("spend", 20n));
      await expect(tx).to.emit(treasury, "Received").withArgs(hostile.target, 20n);
      await expect(tx).to.changeEtherBalances(ethers, [treasury, hostile], [0n, 0n]);
      expect(await treasury.capOf(ETHER)).to.deep.equal([30n, 1000n, 10n]);
      expect(await treasury.budgetOf(hostile, ETHER)).to.deep.equal([100n, 1000n, 80n]);
    });
  });

  describe("given a recipient that does not own the treasury", () => {
    it("cannot act as the owner", async () => {
      const { treasury, hostile } = await networkHelpers.loadFixture(treasuryFixture);
      await hostile.arm(treasury, 0n, treasury.interface.encodeFunctionData("setCap", [ETHER, 0n, 0n]), 1n);
      const error = treasury.interface.encodeErrorResult("OwnableUnauthorizedAccount", [hostile.target]);
      await expect(treasury.pay(ETHER, hostile, 1n, REF))
        .to.emit(hostile, "CalledBack")
        .withArgs(false, error);
    });
  });

  describe("given an owner that changes the cap while it is paid", () => {
    for (const way of WAYS) {
      it(`rejects more by ${way} while the owner's lift is scheduled`, async () => {
        const { treasury, hostile, payment, setCap, assetOf } = await networkHelpers.loadFixture(ownerFixture);
        const asset = assetOf(way);
        await setCap(asset, 5n, 1000n);
        await hostile.arm(treasury, 0n, treasury.interface.encodeFunctionData("setCap", [asset, 0n, 0n]), 1n);
        await expectRevert(hostile.act(treasury, payment(way, 6n)), treasury, "TreasuryCapExceeded", [asset, 6n, 5n]);
        expect(await treasury.scheduledCapOf(asset)).to.deep.equal([0n, 0n, 0n]);
      });

      it(`lets ${way} end without a cap when lifting it was due`, async () => {
        const { treasury, hostile, payment, setCap, assetOf } = await networkHelpers.loadFixture(ownerFixture);
        const asset = assetOf(way);
        await setCap(asset, 5n, 1000n);
        await setCap(asset, 0n, 0n);
        await networkHelpers.time.increase(CAP_DELAY);
        await hostile.arm(treasury, 0n, treasury.interface.encodeFunctionData("applyCap", [asset]), 1n);
        const tx = hostile.act(treasury, payment(way, 6n));
        await expect(tx).to.emit(treasury, "CapSet").withArgs(asset, 0n, 0n);
        await expect(tx).to.emit(hostile, "CalledBack").withArgs(true, "0x");
        expect(await treasury.cappedAssets()).to.deep.equal([]);
      });
    }

    for (const way of WAYS.filter((name) => name !== "execute")) {
      it(`counts the amount requested by ${way} when the asset had no cap before`, async () => {
        const { treasury, hostile, payment, assetOf } = await networkHelpers.loadFixture(ownerFixture);
        const asset = assetOf(way);
        const armed = async (amount: bigint) =>
          hostile.arm(treasury, 0n, treasury.interface.encodeFunctionData("setCap", [asset, amount, 1000n]), 1n);
        await armed(5n);
        await expectRevert(hostile.act(treasury, payment(way, 6n)), treasury, "TreasuryCapExceeded", [asset, 6n, 5n]);
        await armed(8n);
        await hostile.act(treasury, payment(way, 6n));
        expect(await treasury.capOf(asset)).to.deep.equal([8n, 1000n, 2n]);
      });
    }
  });
});
