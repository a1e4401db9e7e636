import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { networkHelpers } from "../../fixtures/chain.js";
import { ALICE_COINS, coinFixture, MAX_UINT256 } from "../../fixtures/coin.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";

describe("ServiceCoin.transferFrom", () => {
  describe("given an allowance", () => {
    it("moves the coins, spends the allowance and emits Transfer alone", async () => {
      const { coin, alice, bob, carol } = await networkHelpers.loadFixture(coinFixture);
      await coin.connect(alice).approve(bob, 7n);
      expect(await coin.connect(bob).transferFrom.staticCall(alice, carol, 5n)).to.equal(true);
      const transaction = await coin.connect(bob).transferFrom(alice, carol, 5n);
      expect(await eventsOf(transaction, coin)).to.deep.equal([["Transfer", alice.address, carol.address, 5n]]);
      expect(await coin.balanceOf(alice)).to.equal(ALICE_COINS - 5n);
      expect(await coin.balanceOf(bob)).to.equal(0n);
      expect(await coin.balanceOf(carol)).to.equal(5n);
      expect(await coin.allowance(alice, bob)).to.equal(2n);
    });

    it("spends it to the last and refuses one more", async () => {
      const { coin, alice, bob } = await networkHelpers.loadFixture(coinFixture);
      await coin.connect(alice).approve(bob, 7n);
      await expectRevert(coin.connect(bob).transferFrom(alice, bob, 8n), coin, "ERC20InsufficientAllowance", [
        bob,
        7n,
        8n,
      ]);
      await coin.connect(bob).transferFrom(alice, bob, 7n);
      expect(await coin.allowance(alice, bob)).to.equal(0n);
    });

    it("rejects more than the balance, and the zero address", async () => {
      const { coin, alice, bob } = await networkHelpers.loadFixture(coinFixture);
      await coin.connect(alice).approve(bob, MAX_UINT256);
      await expectRevert(
        coin.connect(bob).transferFrom(alice, bob, ALICE_COINS + 1n),
        coin,
        "ERC20InsufficientBalance",
        [alice, ALICE_COINS, ALICE_COINS + 1n],
      );
      await expectRevert(coin.connect(bob).transferFrom(alice, ZeroAddress, 1n), coin, "ERC20InvalidReceiver", [
        ZeroAddress,
      ]);
    });
  });

  describe("given an infinite allowance", () => {
    it("spends none of it", async () => {
      const { coin, alice, bob } = await networkHelpers.loadFixture(coinFixture);
      await coin.connect(alice).approve(bob, MAX_UINT256);
      await coin.connect(bob).transferFrom(alice, bob, 5n);
      expect(await coin.allowance(alice, bob)).to.equal(MAX_UINT256);
    });

    it("spends it when it is one less than infinite", async () => {
      const { coin, alice, bob } = await networkHelpers.loadFixture(coinFixture);
      await coin.connect(alice).approve(bob, MAX_UINT256 - 1n);
      await coin.connect(bob).transferFrom(alice, bob, 5n);
      expect(await coin.allowance(alice, bob)).to.equal(MAX_UINT256 - 6n);
    });
  });

  describe("given none", () => {
    it("rejects, the payer's own account too", async () => {
      const { coin, alice, bob, owner } = await networkHelpers.loadFixture(coinFixture);
      for (const spender of [alice, bob, owner]) {
        await expectRevert(coin.connect(spender).transferFrom(alice, bob, 1n), coin, "ERC20InsufficientAllowance", [
          spender,
          0n,
          1n,
        ]);
      }
    });
  });
});
