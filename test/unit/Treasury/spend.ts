import { expect } from "chai";
import { parseEther, ZeroAddress } from "ethers";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { ETHER, Oddity, oddTokenOf, REF, treasuryFixture } from "../../fixtures/treasury.js";

const { time } = networkHelpers;

/** A steward with 1000 wei and 1000 base units of SCV per 100 seconds: 10 per second. */
async function budgetFixture() {
  const system = await treasuryFixture();
  const { treasury, coin, steward } = system;
  await treasury.setBudget(steward, ETHER, 1000n, 100n);
  await treasury.setBudget(steward, coin, 1000n, 100n);
  return { ...system, byOwner: treasury, treasury: treasury.connect(steward) };
}

describe("Treasury.spend", () => {
  describe("given no budget", () => {
    it("rejects even an amount of 0, the owner too", async () => {
      const { treasury, coin, owner, stranger } = await networkHelpers.loadFixture(treasuryFixture);
      for (const caller of [owner, stranger]) {
        for (const asset of [ETHER, coin.target as string, stranger.address]) {
          for (const amount of [0n, 1n]) {
            await expectRevert(
              treasury.connect(caller).spend(asset, caller, amount, REF),
              treasury,
              "TreasuryBudgetExceeded",
              [caller.address, asset, amount, 0n],
            );
          }
        }
      }
    });
  });

  describe("given a budget that is full", () => {
    it("pays ether", async () => {
      const { treasury, steward, payee } = await networkHelpers.loadFixture(budgetFixture);
      const tx = treasury.spend(ETHER, payee, 1000n, REF);
      await expect(tx).to.emit(treasury, "Spent").withArgs(steward.address, ETHER, payee.address, 1000n, REF);
      await expect(tx).to.changeEtherBalances(ethers, [treasury, payee], [-1000n, 1000n]);
      expect(await treasury.budgetOf(steward, ETHER)).to.deep.equal([1000n, 100n, 0n]);
    });

    it("pays SCV, out of the budget of SCV", async () => {
      const { treasury, coin, steward, payee } = await networkHelpers.loadFixture(budgetFixture);
      const tx = treasury.spend(coin, payee, 400n, REF);
      await expect(tx).to.emit(treasury, "Spent").withArgs(steward.address, coin.target, payee.address, 400n, REF);
      await expect(tx).to.changeTokenBalances(ethers, coin, [treasury, payee], [-400n, 400n]);
      expect(await treasury.budgetOf(steward, coin)).to.deep.equal([1000n, 100n, 600n]);
      expect(await treasury.budgetOf(steward, ETHER)).to.deep.equal([1000n, 100n, 1000n]);
    });

    it("rejects one wei more", async () => {
      const { treasury, steward, payee } = await networkHelpers.loadFixture(budgetFixture);
      await expectRevert(treasury.spend(ETHER, payee, 1001n, REF), treasury, "TreasuryBudgetExceeded", [
        steward.address,
        ETHER,
        1001n,
        1000n,
      ]);
    });

    it("rejects another asset", async () => {
      const { treasury, steward, payee } = await networkHelpers.loadFixture(budgetFixture);
      const token = await oddTokenOf(treasury, Oddity.None);
      await expectRevert(treasury.spend(token, payee, 1n, REF), treasury, "TreasuryBudgetExceeded", [
        steward.address,
        token.target,
        1n,
        0n,
      ]);
    });

    it("rejects the zero address, whichever asset", async () => {
      const { treasury, coin } = await networkHelpers.loadFixture(budgetFixture);
      for (const asset of [ETHER, coin.target]) {
        await expectRevert(treasury.spend(asset, ZeroAddress, 1n, REF), treasury, "TreasuryInvalidRecipient", [
          asset,
          ZeroAddress,
        ]);
      }
    });

    it("spends none of it when the recipient refuses", async () => {
      const { treasury, steward, hostile } = await networkHelpers.loadFixture(budgetFixture);
      await hostile.setRefusing(true);
      await expectRevert(treasury.spend(ETHER, hostile, 9n, REF), treasury, "TreasuryEtherTransferFailed", [
        hostile.target,
        9n,
        parseEther("5"),
      ]);
      expect(await treasury.budgetOf(steward, ETHER)).to.deep.equal([1000n, 100n, 1000n]);
    });

    it("rejects when the token returns false", async () => {
      const { treasury, byOwner, steward, payee } = await networkHelpers.loadFixture(budgetFixture);
      const token = await oddTokenOf(treasury, Oddity.ReturnsFalse);
      await byOwner.setBudget(steward, token, 10n, 10n);
      await expectRevert(treasury.spend(token, payee, 1n, REF), treasury, "SafeERC20FailedOperation", [token.target]);
    });
  });

  describe("given a budget that is used up", () => {
    async function usedUpFixture() {
      const system = await budgetFixture();
      await system.treasury.spend(ETHER, system.payee, 1000n, REF);
      return { ...system, usedUpAt: await time.latest() };
    }

    it("still pays an amount of 0", async () => {
      const { treasury, steward, payee } = await networkHelpers.loadFixture(usedUpFixture);
      await expect(treasury.spend(ETHER, payee, 0n, REF))
        .to.emit(treasury, "Spent")
        .withArgs(steward.address, ETHER, payee.address, 0n, REF);
    });

    it("refills by the second", async () => {
      const { treasury, steward, payee, usedUpAt } = await networkHelpers.loadFixture(usedUpFixture);
      for (const seconds of [1, 2, 37, 99]) {
        await time.increaseTo(usedUpAt + seconds);
        expect(await treasury.budgetOf(steward, ETHER)).to.deep.equal([1000n, 100n, BigInt(seconds) * 10n]);
      }
      await time.increaseTo(usedUpAt + 1000);
      expect(await treasury.budgetOf(steward, ETHER)).to.deep.equal([1000n, 100n, 1000n]);
      await expect(treasury.spend(ETHER, payee, 1000n, REF)).to.changeEtherBalance(ethers, payee, 1000n);
    });

    it("is not full one second before the period is over", async () => {
      const { treasury, steward, payee, usedUpAt } = await networkHelpers.loadFixture(usedUpFixture);
      await time.setNextBlockTimestamp(usedUpAt + 99);
      await expectRevert(treasury.spend(ETHER, payee, 991n, REF), treasury, "TreasuryBudgetExceeded", [
        steward.address,
        ETHER,
        991n,
        990n,
      ]);
    });

    it("is full when the period is over", async () => {
      const { treasury, payee, usedUpAt } = await networkHelpers.loadFixture(usedUpFixture);
      await time.setNextBlockTimestamp(usedUpAt + 100);
      await expect(treasury.spend(ETHER, payee, 1000n, REF)).to.changeEtherBalance(ethers, payee, 1000n);
    });

    it("continues to refill from the remaining amount", async () => {
      const { treasury, steward, payee, usedUpAt } = await networkHelpers.loadFixture(usedUpFixture);
      await time.setNextBlockTimestamp(usedUpAt + 50);
      await treasury.spend(ETHER, payee, 200n, REF);
      expect(await treasury.budgetOf(steward, ETHER)).to.deep.equal([1000n, 100n, 300n]);
      await time.increaseTo(usedUpAt + 60);
      expect(await treasury.budgetOf(steward, ETHER)).to.deep.equal([1000n, 100n, 400n]);
    });

    it("rejects after it was taken away, however much time goes by", async () => {
      const { treasury, byOwner, steward, payee, usedUpAt } = await networkHelpers.loadFixture(usedUpFixture);
      await byOwner.setBudget(steward, ETHER, 0n, 0n);
      await time.increaseTo(usedUpAt + 1000);
      await expectRevert(treasury.spend(ETHER, payee, 0n, REF), treasury, "TreasuryBudgetExceeded", [
        steward.address,
        ETHER,
        0n,
        0n,
      ]);
    });
  });

  describe("given a budget that does not divide by its period", () => {
    it("refills rounded down, to the wei", async () => {
      const { treasury, byOwner, steward, payee } = await networkHelpers.loadFixture(budgetFixture);
      await byOwner.setBudget(steward, ETHER, 10n, 3n);
      await treasury.spend(ETHER, payee, 10n, REF);
      const usedUpAt = await time.latest();
      for (const [seconds, available] of [
        [1, 3n],
        [2, 6n],
        [3, 10n],
      ] as const) {
        await time.increaseTo(usedUpAt + seconds);
        expect(await treasury.budgetOf(steward, ETHER)).to.deep.equal([10n, 3n, available]);
      }
    });
  });

  describe("given a cap too", () => {
    it("counts in the cap together with what the owner pays", async () => {
      const { treasury, byOwner, steward, payee } = await networkHelpers.loadFixture(budgetFixture);
      await byOwner.setCap(ETHER, 100n, 1000n);
      await byOwner.pay(ETHER, payee, 60n, REF);
      await expectRevert(treasury.spend(ETHER, payee, 41n, REF), treasury, "TreasuryCapExceeded", [ETHER, 41n, 40n]);
      expect(await treasury.budgetOf(steward, ETHER)).to.deep.equal([1000n, 100n, 1000n]);
      await treasury.spend(ETHER, payee, 40n, REF);
      expect(await treasury.capOf(ETHER)).to.deep.equal([100n, 1000n, 0n]);
      expect(await treasury.budgetOf(steward, ETHER)).to.deep.equal([1000n, 100n, 960n]);
    });

    it("takes the requested amount from the budget and the sent amount from the cap", async () => {
      const { treasury, byOwner, steward, payee } = await networkHelpers.loadFixture(budgetFixture);
      const token = await oddTokenOf(treasury, Oddity.DebitsDouble);
      await byOwner.setBudget(steward, token, 50n, 1000n);
      await byOwner.setCap(token, 60n, 1000n);
      await treasury.spend(token, payee, 30n, REF);
      expect(await treasury.budgetOf(steward, token)).to.deep.equal([50n, 1000n, 20n]);
      expect(await treasury.capOf(token)).to.deep.equal([60n, 1000n, 0n]);
    });

    it("counts what a steward pays the treasury itself, in both", async () => {
      const { treasury, byOwner, steward } = await networkHelpers.loadFixture(budgetFixture);
      await byOwner.setCap(ETHER, 100n, 1000n);
      await expectRevert(treasury.spend(ETHER, byOwner, 101n, REF), treasury, "TreasuryCapExceeded", [
        ETHER,
        101n,
        100n,
      ]);
      await treasury.spend(ETHER, byOwner, 30n, REF);
      expect(await treasury.capOf(ETHER)).to.deep.equal([100n, 1000n, 70n]);
      expect(await treasury.budgetOf(steward, ETHER)).to.deep.equal([1000n, 100n, 970n]);
    });
  });
});
