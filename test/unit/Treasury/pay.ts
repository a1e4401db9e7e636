import { expect } from "chai";
import { parseEther, ZeroAddress } from "ethers";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { ETHER, Oddity, oddTokenOf, REF, treasuryFixture } from "../../fixtures/treasury.js";

describe("Treasury.pay", () => {
  describe("given another caller than the owner", () => {
    it("rejects, a steward too", async () => {
      const { treasury, steward, stranger } = await networkHelpers.loadFixture(treasuryFixture);
      await treasury.setBudget(steward, ETHER, 10n, 10n);
      for (const caller of [steward, stranger]) {
        await expectRevert(
          treasury.connect(caller).pay(ETHER, caller, 1n, REF),
          treasury,
          "OwnableUnauthorizedAccount",
          [caller.address],
        );
      }
    });
  });

  describe("given ether", () => {
    it("pays all of it", async () => {
      const { treasury, payee } = await networkHelpers.loadFixture(treasuryFixture);
      const tx = treasury.pay(ETHER, payee, parseEther("5"), REF);
      await expect(tx).to.emit(treasury, "Paid").withArgs(ETHER, payee.address, parseEther("5"), REF);
      await expect(tx).to.changeEtherBalances(ethers, [treasury, payee], [-parseEther("5"), parseEther("5")]);
    });

    it("pays nothing for an amount of 0, but logs it", async () => {
      const { treasury, payee } = await networkHelpers.loadFixture(treasuryFixture);
      const tx = treasury.pay(ETHER, payee, 0n, REF);
      await expect(tx).to.emit(treasury, "Paid").withArgs(ETHER, payee.address, 0n, REF);
      await expect(tx).to.changeEtherBalances(ethers, [treasury, payee], [0n, 0n]);
    });

    it("rejects one wei more than there is", async () => {
      const { treasury, payee } = await networkHelpers.loadFixture(treasuryFixture);
      await expectRevert(
        treasury.pay(ETHER, payee, parseEther("5") + 1n, REF),
        treasury,
        "TreasuryEtherTransferFailed",
        [payee.address, parseEther("5") + 1n, parseEther("5")],
      );
    });

    it("rejects when the recipient refuses", async () => {
      const { treasury, hostile } = await networkHelpers.loadFixture(treasuryFixture);
      await hostile.setRefusing(true);
      await expectRevert(treasury.pay(ETHER, hostile, 3n, REF), treasury, "TreasuryEtherTransferFailed", [
        hostile.target,
        3n,
        parseEther("5"),
      ]);
    });

    it("rejects the zero address", async () => {
      const { treasury } = await networkHelpers.loadFixture(treasuryFixture);
      await expectRevert(treasury.pay(ETHER, ZeroAddress, 1n, REF), treasury, "TreasuryInvalidRecipient", [
        ETHER,
        ZeroAddress,
      ]);
    });
  });

  describe("given SCV", () => {
    it("pays all of it", async () => {
      const { treasury, coin, payee } = await networkHelpers.loadFixture(treasuryFixture);
      const tx = treasury.pay(coin, payee, parseEther("20"), REF);
      await expect(tx).to.emit(treasury, "Paid").withArgs(coin.target, payee.address, parseEther("20"), REF);
      await expect(tx).to.changeTokenBalances(ethers, coin, [treasury, payee], [-parseEther("20"), parseEther("20")]);
    });

    it("rejects one base unit more than there is", async () => {
      const { treasury, coin, payee } = await networkHelpers.loadFixture(treasuryFixture);
      await expectRevert(treasury.pay(coin, payee, parseEther("20") + 1n, REF), coin, "ERC20InsufficientBalance", [
        treasury.target,
        parseEther("20"),
        parseEther("20") + 1n,
      ]);
    });

    it("rejects the zero address", async () => {
      const { treasury, coin } = await networkHelpers.loadFixture(treasuryFixture);
      await expectRevert(treasury.pay(coin, ZeroAddress, 1n, REF), treasury, "TreasuryInvalidRecipient", [
        coin.target,
        ZeroAddress,
      ]);
    });
  });

  describe("given an odd token", () => {
    it("rejects when the token returns false", async () => {
      const { treasury, payee } = await networkHelpers.loadFixture(treasuryFixture);
      const token = await oddTokenOf(treasury, Oddity.ReturnsFalse);
      await expectRevert(treasury.pay(token, payee, 100n, REF), treasury, "SafeERC20FailedOperation", [token.target]);
    });

    it("pays when the token returns nothing", async () => {
      const { treasury, payee } = await networkHelpers.loadFixture(treasuryFixture);
      const token = await oddTokenOf(treasury, Oddity.ReturnsNothing);
      const tx = treasury.pay(token, payee, 100n, REF);
      await expect(tx).to.changeTokenBalances(ethers, token, [treasury, payee], [-100n, 100n]);
    });

    it("pays short when the token takes a fee", async () => {
      const { treasury, payee } = await networkHelpers.loadFixture(treasuryFixture);
      const token = await oddTokenOf(treasury, Oddity.TakesFee);
      const tx = treasury.pay(token, payee, 100n, REF);
      await expect(tx).to.emit(treasury, "Paid").withArgs(token.target, payee.address, 100n, REF);
      await expect(tx).to.changeTokenBalances(ethers, token, [treasury, payee], [-100n, 90n]);
    });

    it("rejects an address without code", async () => {
      const { treasury, payee, stranger } = await networkHelpers.loadFixture(treasuryFixture);
      await expectRevert(treasury.pay(stranger, payee, 100n, REF), treasury, "SafeERC20FailedOperation", [
        stranger.address,
      ]);
    });
  });

  describe("given a cap", () => {
    it("pays up to it and not one wei more", async () => {
      const { treasury, coin, payee } = await networkHelpers.loadFixture(treasuryFixture);
      for (const asset of [ETHER, coin]) {
        await treasury.setCap(asset, 100n, 1000n);
        await expectRevert(treasury.pay(asset, payee, 101n, REF), treasury, "TreasuryCapExceeded", [asset, 101n, 100n]);
        await treasury.pay(asset, payee, 40n, REF);
        expect(await treasury.capOf(asset)).to.deep.equal([100n, 1000n, 60n]);
        await treasury.pay(asset, payee, 60n, REF);
        expect(await treasury.capOf(asset)).to.deep.equal([100n, 1000n, 0n]);
        await expectRevert(treasury.pay(asset, payee, 1n, REF), treasury, "TreasuryCapExceeded", [asset, 1n, 0n]);
      }
    });

    it("counts what the token took, not what it was asked for", async () => {
      const { treasury, payee } = await networkHelpers.loadFixture(treasuryFixture);
      const token = await oddTokenOf(treasury, Oddity.DebitsDouble);
      await treasury.setCap(token, 30n, 1000n);
      await expectRevert(treasury.pay(token, payee, 16n, REF), treasury, "TreasuryCapExceeded", [
        token.target,
        32n,
        30n,
      ]);
      await expect(treasury.pay(token, payee, 15n, REF)).to.changeTokenBalances(
        ethers,
        token,
        [treasury, payee],
        [-30n, 15n],
      );
      expect(await treasury.capOf(token)).to.deep.equal([30n, 1000n, 0n]);
    });

    it("leaves other assets alone", async () => {
      const { treasury, coin, payee } = await networkHelpers.loadFixture(treasuryFixture);
      await treasury.setCap(coin, 0n, 1000n);
      await expect(treasury.pay(ETHER, payee, 9n, REF)).to.changeEtherBalance(ethers, payee, 9n);
    });

    it("counts what the treasury pays itself", async () => {
      const { treasury, coin } = await networkHelpers.loadFixture(treasuryFixture);
      for (const asset of [ETHER, coin]) {
        await treasury.setCap(asset, 5n, 1000n);
        await expectRevert(treasury.pay(asset, treasury, 6n, REF), treasury, "TreasuryCapExceeded", [asset, 6n, 5n]);
        await treasury.pay(asset, treasury, 4n, REF);
        expect(await treasury.capOf(asset)).to.deep.equal([5n, 1000n, 1n]);
      }
    });
  });
});
