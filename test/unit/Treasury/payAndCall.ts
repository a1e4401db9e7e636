import { expect } from "chai";
import { parseEther, ZeroAddress } from "ethers";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { ETHER, Oddity, oddTokenOf, REF, treasuryFixture } from "../../fixtures/treasury.js";

describe("Treasury.payAndCall", () => {
  describe("given another caller than the owner", () => {
    it("reverts because only the owner may call", async () => {
      const { treasury, coin, hostile, stranger } = await networkHelpers.loadFixture(treasuryFixture);
      await expectRevert(
        treasury.connect(stranger).payAndCall(coin, hostile, 1n, "0x", REF),
        treasury,
        "OwnableUnauthorizedAccount",
        [stranger.address],
      );
    });
  });

  describe("given SCV", () => {
    it("pays the contract and calls it with the data", async () => {
      const { treasury, coin, hostile } = await networkHelpers.loadFixture(treasuryFixture);
      const tx = treasury.payAndCall(coin, hostile, 30n, "0xc0ffee", REF);
      await expect(tx).to.emit(treasury, "Paid").withArgs(coin.target, hostile.target, 30n, REF);
      await expect(tx)
        .to.emit(hostile, "Notified")
        .withArgs(coin.target, treasury.target, treasury.target, 30n, "0xc0ffee");
      await expect(tx).to.changeTokenBalances(ethers, coin, [treasury, hostile], [-30n, 30n]);
    });

    it("passes on the error of a contract that refuses", async () => {
      const { treasury, coin, hostile } = await networkHelpers.loadFixture(treasuryFixture);
      await hostile.setRefusing(true);
      await expectRevert(treasury.payAndCall(coin, hostile, 30n, "0x", REF), hostile, "Refused", [30n]);
    });

    it("rejects an account without code", async () => {
      const { treasury, coin, payee } = await networkHelpers.loadFixture(treasuryFixture);
      await expectRevert(treasury.payAndCall(coin, payee, 30n, "0x", REF), coin, "ERC1363InvalidReceiver", [
        payee.address,
      ]);
    });

    it("rejects one base unit more than there is", async () => {
      const { treasury, coin, hostile } = await networkHelpers.loadFixture(treasuryFixture);
      await expectRevert(
        treasury.payAndCall(coin, hostile, parseEther("20") + 1n, "0x", REF),
        coin,
        "ERC20InsufficientBalance",
        [treasury.target, parseEther("20"), parseEther("20") + 1n],
      );
    });

    it("rejects the zero address", async () => {
      const { treasury, coin } = await networkHelpers.loadFixture(treasuryFixture);
      await expectRevert(treasury.payAndCall(coin, ZeroAddress, 1n, "0x", REF), treasury, "TreasuryInvalidRecipient", [
        coin.target,
        ZeroAddress,
      ]);
    });

    it("counts in the cap", async () => {
      const { treasury, coin, hostile } = await networkHelpers.loadFixture(treasuryFixture);
      await treasury.setCap(coin, 30n, 1000n);
      await expectRevert(treasury.payAndCall(coin, hostile, 31n, "0x", REF), treasury, "TreasuryCapExceeded", [
        coin.target,
        31n,
        30n,
      ]);
      await treasury.payAndCall(coin, hostile, 30n, "0x", REF);
      expect(await treasury.capOf(coin)).to.deep.equal([30n, 1000n, 0n]);
    });
  });

  describe("given a cap", () => {
    it("counts what it paid although the contract sends it back at once", async () => {
      const { treasury, coin, hostile } = await networkHelpers.loadFixture(treasuryFixture);
      await treasury.setCap(coin, 30n, 1000n);
      await hostile.arm(coin, 0n, coin.interface.encodeFunctionData("transfer", [treasury.target, 30n]), 1n);
      const tx = treasury.payAndCall(coin, hostile, 30n, "0x", REF);
      await expect(tx).to.changeTokenBalances(ethers, coin, [treasury, hostile], [0n, 0n]);
      expect(await treasury.capOf(coin)).to.deep.equal([30n, 1000n, 0n]);
    });

    it("counts what the token took, not what it was asked for", async () => {
      const { treasury, hostile } = await networkHelpers.loadFixture(treasuryFixture);
      const token = await oddTokenOf(treasury, Oddity.DebitsDouble);
      await treasury.setCap(token, 30n, 1000n);
      await expectRevert(treasury.payAndCall(token, hostile, 16n, "0x", REF), treasury, "TreasuryCapExceeded", [
        token.target,
        32n,
        30n,
      ]);
      await treasury.payAndCall(token, hostile, 15n, "0x", REF);
      expect(await treasury.capOf(token)).to.deep.equal([30n, 1000n, 0n]);
    });
  });

  describe("given ether", () => {
    it("reverts because ether cannot be paid with data", async () => {
      const { treasury, hostile } = await networkHelpers.loadFixture(treasuryFixture);
      await expectRevert(treasury.payAndCall(ETHER, hostile, 1n, "0x", REF), treasury, "TreasuryForbiddenTarget", [
        hostile.target,
      ]);
    });
  });

  describe("given a token that returns false", () => {
    it("rejects rather than claim that it paid", async () => {
      const { treasury, hostile } = await networkHelpers.loadFixture(treasuryFixture);
      const token = await oddTokenOf(treasury, Oddity.ReturnsFalse);
      await expectRevert(treasury.payAndCall(token, hostile, 1n, "0x", REF), treasury, "TreasuryTransferFailed", [
        token.target,
        hostile.target,
        1n,
      ]);
    });
  });
});
