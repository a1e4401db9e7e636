import { expect } from "chai";
import { parseEther, ZeroAddress } from "ethers";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { payout } from "../../fixtures/system.js";
import { ETHER, Oddity, oddTokenOf, REF, treasuryFixture } from "../../fixtures/treasury.js";

describe("Treasury.payMany", () => {
  describe("given another caller than the owner", () => {
    it("reverts because only the owner may call", async () => {
      const { treasury, stranger } = await networkHelpers.loadFixture(treasuryFixture);
      await expectRevert(
        treasury.connect(stranger).payMany(ETHER, [payout(stranger.address, 1n)], REF),
        treasury,
        "OwnableUnauthorizedAccount",
        [stranger.address],
      );
    });
  });

  describe("given no payouts", () => {
    it("reverts because there is nobody to pay", async () => {
      const { treasury, coin } = await networkHelpers.loadFixture(treasuryFixture);
      for (const asset of [ETHER, coin]) {
        await expectRevert(treasury.payMany(asset, [], REF), treasury, "TreasuryNoPayouts", [asset, REF]);
      }
    });
  });

  describe("given payouts in SCV", () => {
    it("pays all in one call of the coin", async () => {
      const { treasury, coin, payee, stranger } = await networkHelpers.loadFixture(treasuryFixture);
      const tx = await treasury.payMany(coin, [payout(payee.address, 3n), payout(stranger.address, 4n)], REF);
      await expect(tx).to.emit(treasury, "Paid").withArgs(coin.target, payee.address, 3n, REF);
      await expect(tx).to.emit(treasury, "Paid").withArgs(coin.target, stranger.address, 4n, REF);
      await expect(tx).to.changeTokenBalances(ethers, coin, [treasury, payee, stranger], [-7n, 3n, 4n]);
      // Paid twice and only then Transfer twice: the coin was called once.
      const logs = (await tx.wait())?.logs.map((log) => log.address);
      expect(logs).to.deep.equal([treasury.target, treasury.target, coin.target, coin.target]);
    });

    it("pays nobody when it cannot pay the last", async () => {
      const { treasury, coin, payee, stranger } = await networkHelpers.loadFixture(treasuryFixture);
      const payouts = [payout(payee.address, parseEther("20")), payout(stranger.address, 1n)];
      await expectRevert(treasury.payMany(coin, payouts, REF), coin, "ERC20InsufficientBalance", [
        treasury.target,
        0n,
        1n,
      ]);
      expect(await coin.balanceOf(payee)).to.equal(0n);
      expect(await coin.balanceOf(treasury)).to.equal(parseEther("20"));
    });

    it("rejects the zero address", async () => {
      const { treasury, coin, payee } = await networkHelpers.loadFixture(treasuryFixture);
      await expectRevert(
        treasury.payMany(coin, [payout(payee.address, 1n), payout(ZeroAddress, 1n)], REF),
        treasury,
        "TreasuryInvalidRecipient",
        [coin.target, ZeroAddress],
      );
    });

    it("counts the sum in the cap", async () => {
      const { treasury, coin, payee, stranger } = await networkHelpers.loadFixture(treasuryFixture);
      await treasury.setCap(coin, 7n, 1000n);
      await expectRevert(
        treasury.payMany(coin, [payout(payee.address, 4n), payout(stranger.address, 4n)], REF),
        treasury,
        "TreasuryCapExceeded",
        [coin.target, 8n, 7n],
      );
      await treasury.payMany(coin, [payout(payee.address, 3n), payout(stranger.address, 4n)], REF);
      expect(await treasury.capOf(coin)).to.deep.equal([7n, 1000n, 0n]);
    });
  });

  describe("given payouts in ether", () => {
    it("pays all", async () => {
      const { treasury, payee, stranger } = await networkHelpers.loadFixture(treasuryFixture);
      const payouts = [payout(payee.address, 3n), payout(stranger.address, 4n), payout(payee.address, 5n)];
      const tx = treasury.payMany(ETHER, payouts, REF);
      await expect(tx).to.emit(treasury, "Paid").withArgs(ETHER, payee.address, 3n, REF);
      await expect(tx).to.emit(treasury, "Paid").withArgs(ETHER, stranger.address, 4n, REF);
      await expect(tx).to.emit(treasury, "Paid").withArgs(ETHER, payee.address, 5n, REF);
      await expect(tx).to.changeEtherBalances(ethers, [treasury, payee, stranger], [-12n, 8n, 4n]);
    });

    it("pays nobody when one recipient refuses", async () => {
      const { treasury, payee, hostile } = await networkHelpers.loadFixture(treasuryFixture);
      await hostile.setRefusing(true);
      const before = await ethers.provider.getBalance(payee);
      await expectRevert(
        treasury.payMany(ETHER, [payout(payee.address, 3n), payout(hostile.target as string, 4n)], REF),
        treasury,
        "TreasuryEtherTransferFailed",
        [hostile.target, 4n, parseEther("5") - 3n],
      );
      expect(await ethers.provider.getBalance(payee)).to.equal(before);
    });

    it("rejects the zero address", async () => {
      const { treasury } = await networkHelpers.loadFixture(treasuryFixture);
      await expectRevert(
        treasury.payMany(ETHER, [payout(ZeroAddress, 1n)], REF),
        treasury,
        "TreasuryInvalidRecipient",
        [ETHER, ZeroAddress],
      );
    });

    it("counts the sum in the cap", async () => {
      const { treasury, payee, stranger } = await networkHelpers.loadFixture(treasuryFixture);
      await treasury.setCap(ETHER, 7n, 1000n);
      await expectRevert(
        treasury.payMany(ETHER, [payout(payee.address, 4n), payout(stranger.address, 4n)], REF),
        treasury,
        "TreasuryCapExceeded",
        [ETHER, 8n, 7n],
      );
    });
  });

  describe("given payouts to the treasury itself", () => {
    it("counts them in the cap together with the others", async () => {
      const { treasury, coin, payee } = await networkHelpers.loadFixture(treasuryFixture);
      const self = treasury.target as string;
      for (const asset of [ETHER, coin]) {
        await treasury.setCap(asset, 7n, 1000n);
        await expectRevert(
          treasury.payMany(asset, [payout(self, 4n), payout(payee.address, 4n)], REF),
          treasury,
          "TreasuryCapExceeded",
          [asset, 8n, 7n],
        );
        await treasury.payMany(asset, [payout(self, 4n), payout(payee.address, 1n)], REF);
        expect(await treasury.capOf(asset)).to.deep.equal([7n, 1000n, 2n]);
      }
    });
  });

  describe("given payouts in another token", () => {
    it("pays all", async () => {
      const { treasury, payee, stranger } = await networkHelpers.loadFixture(treasuryFixture);
      const token = await oddTokenOf(treasury, Oddity.ReturnsNothing);
      const tx = treasury.payMany(token, [payout(payee.address, 3n), payout(stranger.address, 4n)], REF);
      await expect(tx).to.emit(treasury, "Paid").withArgs(token.target, payee.address, 3n, REF);
      await expect(tx).to.emit(treasury, "Paid").withArgs(token.target, stranger.address, 4n, REF);
      await expect(tx).to.changeTokenBalances(ethers, token, [treasury, payee, stranger], [-7n, 3n, 4n]);
    });

    it("rejects when the token returns false", async () => {
      const { treasury, payee } = await networkHelpers.loadFixture(treasuryFixture);
      const token = await oddTokenOf(treasury, Oddity.ReturnsFalse);
      await expectRevert(
        treasury.payMany(token, [payout(payee.address, 3n)], REF),
        treasury,
        "SafeERC20FailedOperation",
        [token.target],
      );
    });

    it("counts what the token took in the cap, not what it was asked for", async () => {
      const { treasury, payee, stranger } = await networkHelpers.loadFixture(treasuryFixture);
      const token = await oddTokenOf(treasury, Oddity.DebitsDouble);
      await treasury.setCap(token, 15n, 1000n);
      await expectRevert(
        treasury.payMany(token, [payout(payee.address, 4n), payout(stranger.address, 4n)], REF),
        treasury,
        "TreasuryCapExceeded",
        [token.target, 16n, 15n],
      );
      await treasury.payMany(token, [payout(payee.address, 3n), payout(stranger.address, 4n)], REF);
      expect(await treasury.capOf(token)).to.deep.equal([15n, 1000n, 1n]);
    });
  });
});
