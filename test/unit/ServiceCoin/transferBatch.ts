import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { networkHelpers } from "../../fixtures/chain.js";
import { ALICE_COINS, coinFixture, MAX_UINT96 } from "../../fixtures/coin.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { INITIAL_SUPPLY, payout } from "../../fixtures/system.js";

describe("ServiceCoin.transferBatch", () => {
  describe("given enough coins", () => {
    it("pays each recipient its amount, with one Transfer each, in order", async () => {
      const { coin, alice, bob, carol, relayer } = await networkHelpers.loadFixture(coinFixture);
      const payouts = [payout(carol.address, 3n), payout(bob.address, 1n), payout(relayer.address, 2n)];
      const transaction = await coin.connect(alice).transferBatch(payouts);
      expect(await eventsOf(transaction, coin)).to.deep.equal([
        ["Transfer", alice.address, carol.address, 3n],
        ["Transfer", alice.address, bob.address, 1n],
        ["Transfer", alice.address, relayer.address, 2n],
      ]);
      expect(await coin.balanceOf(alice)).to.equal(ALICE_COINS - 6n);
      expect(await coin.balanceOf(bob)).to.equal(1n);
      expect(await coin.balanceOf(carol)).to.equal(3n);
      expect(await coin.balanceOf(relayer)).to.equal(2n);
      expect(await coin.totalSupply()).to.equal(INITIAL_SUPPLY);
    });

    it("returns true", async () => {
      const { coin, alice, bob } = await networkHelpers.loadFixture(coinFixture);
      expect(await coin.connect(alice).transferBatch.staticCall([payout(bob.address, 1n)])).to.equal(true);
    });

    it("pays a recipient that comes twice twice", async () => {
      const { coin, alice, bob } = await networkHelpers.loadFixture(coinFixture);
      const transaction = await coin
        .connect(alice)
        .transferBatch([payout(bob.address, 3n), payout(bob.address, 4n), payout(bob.address, 0n)]);
      expect(await eventsOf(transaction, coin)).to.deep.equal([
        ["Transfer", alice.address, bob.address, 3n],
        ["Transfer", alice.address, bob.address, 4n],
        ["Transfer", alice.address, bob.address, 0n],
      ]);
      expect(await coin.balanceOf(bob)).to.equal(7n);
    });

    it("changes nothing when paid to oneself", async () => {
      const { coin, alice } = await networkHelpers.loadFixture(coinFixture);
      await coin.connect(alice).transferBatch([payout(alice.address, ALICE_COINS), payout(alice.address, ALICE_COINS)]);
      expect(await coin.balanceOf(alice)).to.equal(ALICE_COINS);
    });

    it("spends the balance to the last", async () => {
      const { coin, alice, bob, carol } = await networkHelpers.loadFixture(coinFixture);
      await coin.connect(alice).transferBatch([payout(bob.address, ALICE_COINS - 1n), payout(carol.address, 1n)]);
      expect(await coin.balanceOf(alice)).to.equal(0n);
      expect(await coin.balanceOf(bob)).to.equal(ALICE_COINS - 1n);
      expect(await coin.balanceOf(carol)).to.equal(1n);
    });

    it("does nothing on an empty list", async () => {
      const { coin, alice } = await networkHelpers.loadFixture(coinFixture);
      expect(await coin.connect(alice).transferBatch.staticCall([])).to.equal(true);
      expect(await eventsOf(await coin.connect(alice).transferBatch([]), coin)).to.deep.equal([]);
    });
  });

  describe("given one payout that fails", () => {
    it("pays nobody when the sum is one too high", async () => {
      const { coin, alice, bob, carol } = await networkHelpers.loadFixture(coinFixture);
      await expectRevert(
        coin.connect(alice).transferBatch([payout(bob.address, ALICE_COINS - 1n), payout(carol.address, 2n)]),
        coin,
        "ERC20InsufficientBalance",
        [alice, 1n, 2n],
      );
      expect(await coin.balanceOf(bob)).to.equal(0n);
      expect(await coin.balanceOf(alice)).to.equal(ALICE_COINS);
    });

    it("rejects the highest amount that a payout can carry", async () => {
      const { coin, alice, bob } = await networkHelpers.loadFixture(coinFixture);
      await expectRevert(
        coin.connect(alice).transferBatch([payout(bob.address, MAX_UINT96)]),
        coin,
        "ERC20InsufficientBalance",
        [alice, ALICE_COINS, MAX_UINT96],
      );
    });

    it("rejects the zero address, also with zero coins", async () => {
      const { coin, alice, bob } = await networkHelpers.loadFixture(coinFixture);
      for (const amount of [0n, 1n]) {
        await expectRevert(
          coin.connect(alice).transferBatch([payout(bob.address, 1n), payout(ZeroAddress, amount)]),
          coin,
          "ERC20InvalidReceiver",
          [ZeroAddress],
        );
      }
      expect(await coin.balanceOf(bob)).to.equal(0n);
    });
  });
});
