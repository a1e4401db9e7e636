import { expect } from "chai";
import { parseEther } from "ethers";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { payout } from "../../fixtures/system.js";
import { ETHER, REF, treasuryFixture } from "../../fixtures/treasury.js";

/** A recipient that is a steward with 100 wei and 100 base units of SCV, and that spends 10 when it is paid. */
async function hostileFixture() {
  const system = await treasuryFixture();
  const { treasury, coin, hostile } = system;
  await treasury.setBudget(hostile, ETHER, 100n, 1000n);
  await treasury.setBudget(hostile, coin, 100n, 1000n);
  const spend = treasury.interface.encodeFunctionData("spend", [ETHER, hostile.target, 10n, REF]);
  await hostile.arm(treasury, 0n, spend, 1n);
  const errorOf = (name: "TreasuryCapExceeded" | "TreasuryBudgetExceeded", args: readonly unknown[]) =>
    treasury.interface.encodeErrorResult(name, args);
  return { ...system, spend, errorOf, to: hostile.target as string };
}

describe("Treasury under reentrancy", () => {
  describe("given a steward that spends when it is paid", () => {
    for (const way of ["pay", "payMany", "execute", "spend"] as const) {
      describe(`when the treasury pays it by ${way}`, () => {
        const paid = async ({ treasury, hostile, spend, to }: Awaited<ReturnType<typeof hostileFixture>>) => {
          if (way === "pay") return treasury.pay(ETHER, to, 10n, REF);
          if (way === "payMany") return treasury.payMany(ETHER, [payout(to, 10n)], REF);
          if (way === "execute") return treasury.execute(to, 10n, "0x", REF);
          return hostile.act(treasury, spend);
        };
        const budgetLeft = way === "spend" ? 80n : 90n;

        it("counts the inner payment twice, so 20 of 30 leave and nothing is left", async () => {
          const system = await networkHelpers.loadFixture(hostileFixture);
          const { treasury, hostile } = system;
          await treasury.setCap(ETHER, 30n, 1000n);
          const tx = paid(system);
          await expect(tx).to.emit(treasury, "Spent").withArgs(hostile.target, ETHER, hostile.target, 10n, REF);
          await expect(tx).to.emit(hostile, "CalledBack").withArgs(true, "0x");
          await expect(tx).to.changeEtherBalances(ethers, [treasury, hostile], [-20n, 20n]);
          expect(await treasury.capOf(ETHER)).to.deep.equal([30n, 1000n, 0n]);
        });

        it("refuses the whole when the cap is one wei lower", async () => {
          const system = await networkHelpers.loadFixture(hostileFixture);
          const { treasury } = system;
          await treasury.setCap(ETHER, 29n, 1000n);
          await expect(paid(system))
            .to.be.revertedWithCustomError(treasury, "TreasuryCapExceeded")
            .withArgs(ETHER, 20n, 19n);
          expect(await ethers.provider.getBalance(treasury)).to.equal(parseEther("5"));
          expect(await treasury.capOf(ETHER)).to.deep.equal([29n, 1000n, 29n]);
        });

        it("takes the inner payment from the budget", async () => {
          const system = await networkHelpers.loadFixture(hostileFixture);
          const { treasury, hostile } = system;
          await paid(system);
          expect(await treasury.budgetOf(hostile, ETHER)).to.deep.equal([100n, 1000n, budgetLeft]);
        });
      });
    }

    it("refuses the inner payment that is above the cap, and pays the outer one", async () => {
      const { treasury, hostile, errorOf } = await networkHelpers.loadFixture(hostileFixture);
      await treasury.setCap(ETHER, 9n, 1000n);
      const tx = treasury.pay(ETHER, hostile, 9n, REF);
      await expect(tx)
        .to.emit(hostile, "CalledBack")
        .withArgs(false, errorOf("TreasuryCapExceeded", [ETHER, 10n, 9n]));
      await expect(tx).to.changeEtherBalances(ethers, [treasury, hostile], [-9n, 9n]);
      expect(await treasury.capOf(ETHER)).to.deep.equal([9n, 1000n, 0n]);
    });

    it("cannot spend its budget twice", async () => {
      const { treasury, hostile, errorOf } = await networkHelpers.loadFixture(hostileFixture);
      const all = treasury.interface.encodeFunctionData("spend", [ETHER, hostile.target, 100n, REF]);
      await hostile.arm(treasury, 0n, all, 1n);
      const tx = hostile.act(treasury, all);
      await expect(tx)
        .to.emit(hostile, "CalledBack")
        .withArgs(false, errorOf("TreasuryBudgetExceeded", [hostile.target, ETHER, 100n, 0n]));
      await expect(tx).to.changeEtherBalances(ethers, [treasury, hostile], [-100n, 100n]);
    });

    it("counts three payments within each other as 10 + 20 + 30", async () => {
      const { treasury, hostile, spend } = await networkHelpers.loadFixture(hostileFixture);
      await treasury.setCap(ETHER, 60n, 1000n);
      await hostile.arm(treasury, 0n, spend, 2n);
      await expect(hostile.act(treasury, spend)).to.changeEtherBalances(ethers, [treasury, hostile], [-30n, 30n]);
      expect(await treasury.capOf(ETHER)).to.deep.equal([60n, 1000n, 0n]);
      expect(await treasury.budgetOf(hostile, ETHER)).to.deep.equal([100n, 1000n, 70n]);
    });

    it("gains nothing by sending the ether back in between", async () => {
      const { treasury, hostile } = await networkHelpers.loadFixture(hostileFixture);
      await treasury.setCap(ETHER, 30n, 1000n);
      await hostile.arm(treasury, 100n, "0x", 1n);
      const spend = treasury.interface.encodeFunctionData("spend", [ETHER, hostile.target, 100n, REF]);
      const tx = hostile.act(treasury, spend);
      await expect(tx).to.emit(treasury, "Received").withArgs(hostile.target, 100n);
      await expect(tx).to.changeEtherBalances(ethers, [treasury, hostile], [0n, 0n]);
      expect(await treasury.capOf(ETHER)).to.deep.equal([30n, 1000n, 30n]);
      expect(await treasury.budgetOf(hostile, ETHER)).to.deep.equal([100n, 1000n, 0n]);
    });

    it("cannot act as the owner", async () => {
      const { treasury, hostile } = await networkHelpers.loadFixture(hostileFixture);
      await hostile.arm(treasury, 0n, treasury.interface.encodeFunctionData("setCap", [ETHER, 0n, 0n]), 1n);
      const error = treasury.interface.encodeErrorResult("OwnableUnauthorizedAccount", [hostile.target]);
      await expect(treasury.pay(ETHER, hostile, 1n, REF))
        .to.emit(hostile, "CalledBack")
        .withArgs(false, error);
    });
  });

  describe("given a steward that spends SCV when payAndCall calls it", () => {
    it("counts the inner payment twice", async () => {
      const { treasury, coin, hostile } = await networkHelpers.loadFixture(hostileFixture);
      const spend = treasury.interface.encodeFunctionData("spend", [coin.target, hostile.target, 10n, REF]);
      await hostile.arm(treasury, 0n, spend, 1n);
      await treasury.setCap(coin, 29n, 1000n);
      await expect(treasury.payAndCall(coin, hostile, 10n, "0x", REF))
        .to.be.revertedWithCustomError(treasury, "TreasuryCapExceeded")
        .withArgs(coin.target, 20n, 19n);
      await treasury.setCap(coin, 30n, 1000n);
      await expect(treasury.payAndCall(coin, hostile, 10n, "0x", REF)).to.changeTokenBalances(
        ethers,
        coin,
        [treasury, hostile],
        [-20n, 20n],
      );
      expect(await treasury.capOf(coin)).to.deep.equal([30n, 1000n, 0n]);
    });
  });

  describe("given an owner that lifts the cap while it is paid", () => {
    for (const way of ["pay", "execute"] as const) {
      it(`lets ${way} end, as the cap is gone`, async () => {
        const { treasury, hostile } = await networkHelpers.loadFixture(hostileFixture);
        await treasury.setCap(ETHER, 5n, 1000n);
        await treasury.transferOwnership(hostile);
        await hostile.arm(treasury, 0n, treasury.interface.encodeFunctionData("setCap", [ETHER, 0n, 0n]), 1n);
        const data =
          way === "pay"
            ? treasury.interface.encodeFunctionData("pay", [ETHER, hostile.target, 6n, REF])
            : treasury.interface.encodeFunctionData("execute", [hostile.target, 6n, "0x", REF]);
        const tx = hostile.act(treasury, data);
        await expect(tx).to.emit(hostile, "CalledBack").withArgs(true, "0x");
        await expect(tx).to.changeEtherBalance(ethers, treasury, -6n);
        expect(await treasury.cappedAssets()).to.deep.equal([]);
      });
    }
  });
});
