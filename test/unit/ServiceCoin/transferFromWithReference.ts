import { expect } from "chai";
import { id, ZeroAddress, ZeroHash } from "ethers";
import { networkHelpers } from "../../fixtures/chain.js";
import { ALICE_COINS, coinFixture, MAX_UINT256 } from "../../fixtures/coin.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";

describe("ServiceCoin.transferFromWithReference", () => {
  describe("given an allowance", () => {
    for (const reference of [id("invoice 7"), ZeroHash]) {
      it(`pays, and emits TransferReference ${reference.slice(0, 6)} right before Transfer`, async () => {
        const { coin, alice, bob, carol } = await networkHelpers.loadFixture(coinFixture);
        await coin.connect(alice).approve(bob, 7n);
        const transaction = await coin.connect(bob).transferFromWithReference(alice, carol, 5n, reference);
        expect(await eventsOf(transaction, coin)).to.deep.equal([
          ["TransferReference", reference],
          ["Transfer", alice.address, carol.address, 5n],
        ]);
        expect(await coin.balanceOf(alice)).to.equal(ALICE_COINS - 5n);
        expect(await coin.balanceOf(bob)).to.equal(0n);
        expect(await coin.balanceOf(carol)).to.equal(5n);
        expect(await coin.allowance(alice, bob)).to.equal(2n);
      });
    }

    it("returns true", async () => {
      const { coin, alice, bob } = await networkHelpers.loadFixture(coinFixture);
      await coin.connect(alice).approve(bob, 7n);
      expect(await coin.connect(bob).transferFromWithReference.staticCall(alice, bob, 5n, id("x"))).to.equal(true);
    });

    it("rejects more than the allowance, more than the balance and the zero address", async () => {
      const { coin, alice, bob } = await networkHelpers.loadFixture(coinFixture);
      await coin.connect(alice).approve(bob, 7n);
      await expectRevert(
        coin.connect(bob).transferFromWithReference(alice, bob, 8n, id("x")),
        coin,
        "ERC20InsufficientAllowance",
        [bob, 7n, 8n],
      );
      await coin.connect(alice).approve(bob, MAX_UINT256);
      await expectRevert(
        coin.connect(bob).transferFromWithReference(alice, bob, ALICE_COINS + 1n, id("x")),
        coin,
        "ERC20InsufficientBalance",
        [alice, ALICE_COINS, ALICE_COINS + 1n],
      );
      await expectRevert(
        coin.connect(bob).transferFromWithReference(alice, ZeroAddress, 1n, id("x")),
        coin,
        "ERC20InvalidReceiver",
        [ZeroAddress],
      );
    });
  });

  describe("given none", () => {
    it("reverts because the allowance is insufficient", async () => {
      const { coin, alice, bob } = await networkHelpers.loadFixture(coinFixture);
      await expectRevert(
        coin.connect(bob).transferFromWithReference(alice, bob, 1n, id("x")),
        coin,
        "ERC20InsufficientAllowance",
        [bob, 0n, 1n],
      );
    });
  });
});
