import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { networkHelpers } from "../../fixtures/chain.js";
import { ALICE_COINS, coinFixture } from "../../fixtures/coin.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { INITIAL_SUPPLY } from "../../fixtures/system.js";

describe("ServiceCoin.burn", () => {
  it("destroys the caller's coins and lowers the supply", async () => {
    const { coin, alice } = await networkHelpers.loadFixture(coinFixture);
    const transaction = await coin.connect(alice).burn(5n);
    expect(await eventsOf(transaction, coin)).to.deep.equal([["Transfer", alice.address, ZeroAddress, 5n]]);
    expect(await coin.balanceOf(alice)).to.equal(ALICE_COINS - 5n);
    expect(await coin.totalSupply()).to.equal(INITIAL_SUPPLY - 5n);
  });

  it("takes the whole balance and refuses one more", async () => {
    const { coin, alice } = await networkHelpers.loadFixture(coinFixture);
    await expectRevert(coin.connect(alice).burn(ALICE_COINS + 1n), coin, "ERC20InsufficientBalance", [
      alice,
      ALICE_COINS,
      ALICE_COINS + 1n,
    ]);
    await coin.connect(alice).burn(ALICE_COINS);
    expect(await coin.balanceOf(alice)).to.equal(0n);
  });
});
