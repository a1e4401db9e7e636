import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { ALICE_COINS, coinFixture } from "../../fixtures/coin.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";

describe("ServiceCoin.transfer", () => {
  it("moves the coins, emits Transfer alone and returns true", async () => {
    const { coin, alice, bob } = await networkHelpers.loadFixture(coinFixture);
    expect(await coin.connect(alice).transfer.staticCall(bob, 5n)).to.equal(true);
    const transaction = await coin.connect(alice).transfer(bob, 5n);
    expect(await eventsOf(transaction, coin)).to.deep.equal([["Transfer", alice.address, bob.address, 5n]]);
    expect(await coin.balanceOf(alice)).to.equal(ALICE_COINS - 5n);
    expect(await coin.balanceOf(bob)).to.equal(5n);
  });

  it("changes no balance when paid to oneself", async () => {
    const { coin, alice } = await networkHelpers.loadFixture(coinFixture);
    const transfer = coin.connect(alice).transfer(alice, ALICE_COINS);
    await expect(transfer).to.changeTokenBalance(ethers, coin, alice, 0n);
  });

  it("takes the whole balance and refuses one more", async () => {
    const { coin, alice, bob } = await networkHelpers.loadFixture(coinFixture);
    await expectRevert(coin.connect(alice).transfer(bob, ALICE_COINS + 1n), coin, "ERC20InsufficientBalance", [
      alice,
      ALICE_COINS,
      ALICE_COINS + 1n,
    ]);
    await coin.connect(alice).transfer(bob, ALICE_COINS);
    expect(await coin.balanceOf(alice)).to.equal(0n);
    expect(await coin.balanceOf(bob)).to.equal(ALICE_COINS);
  });

  it("rejects the zero address", async () => {
    const { coin, alice } = await networkHelpers.loadFixture(coinFixture);
    await expectRevert(coin.connect(alice).transfer(ZeroAddress, 1n), coin, "ERC20InvalidReceiver", [ZeroAddress]);
  });
});
