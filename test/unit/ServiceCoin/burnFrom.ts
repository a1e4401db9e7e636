import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { networkHelpers } from "../../fixtures/chain.js";
import { ALICE_COINS, coinFixture } from "../../fixtures/coin.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { INITIAL_SUPPLY } from "../../fixtures/system.js";

describe("ServiceCoin.burnFrom", () => {
  describe("given an allowance", () => {
    it("spends it, destroys the coins and lowers the supply", async () => {
      const { coin, alice, bob } = await networkHelpers.loadFixture(coinFixture);
      await coin.connect(alice).approve(bob, 7n);
      const transaction = await coin.connect(bob).burnFrom(alice, 5n);
      expect(await eventsOf(transaction, coin)).to.deep.equal([["Transfer", alice.address, ZeroAddress, 5n]]);
      expect(await coin.balanceOf(alice)).to.equal(ALICE_COINS - 5n);
      expect(await coin.totalSupply()).to.equal(INITIAL_SUPPLY - 5n);
      expect(await coin.allowance(alice, bob)).to.equal(2n);
      await expectRevert(coin.connect(bob).burnFrom(alice, 3n), coin, "ERC20InsufficientAllowance", [bob, 2n, 3n]);
    });
  });

  describe("given none", () => {
    it("rejects, the owner of the coin too", async () => {
      const { coin, alice, owner } = await networkHelpers.loadFixture(coinFixture);
      await expectRevert(coin.connect(owner).burnFrom(alice, 1n), coin, "ERC20InsufficientAllowance", [owner, 0n, 1n]);
    });
  });
});
