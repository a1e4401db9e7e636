import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { networkHelpers } from "../../fixtures/chain.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { ETHER, MAX_LIMIT, MAX_PERIOD, REF, treasuryFixture } from "../../fixtures/treasury.js";

describe("Treasury.setBudget", () => {
  describe("given another caller than the owner", () => {
    it("reverts because only the owner may call", async () => {
      const { treasury, steward } = await networkHelpers.loadFixture(treasuryFixture);
      await expectRevert(
        treasury.connect(steward).setBudget(steward, ETHER, 1n, 1n),
        treasury,
        "OwnableUnauthorizedAccount",
        [steward.address],
      );
    });
  });

  describe("given no budget", () => {
    it("sets one that is full, for this steward and this asset only", async () => {
      const { treasury, coin, steward, stranger } = await networkHelpers.loadFixture(treasuryFixture);
      await expect(treasury.setBudget(steward, ETHER, 100n, 50n))
        .to.emit(treasury, "BudgetSet")
        .withArgs(steward.address, ETHER, 100n, 50n);
      expect(await treasury.budgetOf(steward, ETHER)).to.deep.equal([100n, 50n, 100n]);
      expect(await treasury.budgetOf(steward, coin)).to.deep.equal([0n, 0n, 0n]);
      expect(await treasury.budgetOf(stranger, ETHER)).to.deep.equal([0n, 0n, 0n]);
    });

    it("rejects the zero address", async () => {
      const { treasury, coin } = await networkHelpers.loadFixture(treasuryFixture);
      await expectRevert(treasury.setBudget(ZeroAddress, coin, 1n, 1n), treasury, "TreasuryInvalidRecipient", [
        coin.target,
        ZeroAddress,
      ]);
    });

    it("takes the largest amount and period", async () => {
      const { treasury, steward } = await networkHelpers.loadFixture(treasuryFixture);
      await treasury.setBudget(steward, ETHER, MAX_LIMIT, MAX_PERIOD);
      expect(await treasury.budgetOf(steward, ETHER)).to.deep.equal([MAX_LIMIT, MAX_PERIOD, MAX_LIMIT]);
      await treasury.setBudget(steward, ETHER, MAX_LIMIT, 1n);
      expect(await treasury.budgetOf(steward, ETHER)).to.deep.equal([MAX_LIMIT, 1n, MAX_LIMIT]);
    });

    it("rejects one more, and an amount without a period", async () => {
      const { treasury, steward } = await networkHelpers.loadFixture(treasuryFixture);
      const limits = [
        [MAX_LIMIT + 1n, MAX_PERIOD],
        [MAX_LIMIT, MAX_PERIOD + 1n],
        [0n, MAX_PERIOD + 1n],
        [1n, 0n],
      ] as const;
      for (const [amount, period] of limits) {
        await expectRevert(treasury.setBudget(steward, ETHER, amount, period), treasury, "TreasuryInvalidLimit", [
          ETHER,
          amount,
          period,
        ]);
      }
    });
  });

  describe("given a budget that is partly spent", () => {
    async function spentFixture() {
      const system = await treasuryFixture();
      const { treasury, steward, payee } = system;
      await treasury.setBudget(steward, ETHER, 100n, 1000n);
      await treasury.connect(steward).spend(ETHER, payee, 100n, REF);
      return system;
    }

    it("replaces it by one that is full", async () => {
      const { treasury, steward } = await networkHelpers.loadFixture(spentFixture);
      expect(await treasury.budgetOf(steward, ETHER)).to.deep.equal([100n, 1000n, 0n]);
      await treasury.setBudget(steward, ETHER, 80n, 1_000_000n);
      expect(await treasury.budgetOf(steward, ETHER)).to.deep.equal([80n, 1_000_000n, 80n]);
    });

    it("takes it away with amount 0", async () => {
      const { treasury, steward } = await networkHelpers.loadFixture(spentFixture);
      await expect(treasury.setBudget(steward, ETHER, 0n, 0n))
        .to.emit(treasury, "BudgetSet")
        .withArgs(steward.address, ETHER, 0n, 0n);
      expect(await treasury.budgetOf(steward, ETHER)).to.deep.equal([0n, 0n, 0n]);
    });

    it("takes it away with amount 0 whatever the period", async () => {
      const { treasury, steward, payee } = await networkHelpers.loadFixture(spentFixture);
      await treasury.setBudget(steward, ETHER, 0n, 5n);
      expect(await treasury.budgetOf(steward, ETHER)).to.deep.equal([0n, 5n, 0n]);
      await expectRevert(treasury.connect(steward).spend(ETHER, payee, 0n, REF), treasury, "TreasuryBudgetExceeded", [
        steward.address,
        ETHER,
        0n,
        0n,
      ]);
    });
  });
});
