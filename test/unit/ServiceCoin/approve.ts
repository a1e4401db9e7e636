import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { networkHelpers } from "../../fixtures/chain.js";
import { coinFixture, MAX_UINT256 } from "../../fixtures/coin.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";

describe("ServiceCoin.approve", () => {
  it("sets the allowance of one pair, emits Approval and returns true", async () => {
    const { coin, alice, bob, carol } = await networkHelpers.loadFixture(coinFixture);
    expect(await coin.connect(alice).approve.staticCall(bob, 5n)).to.equal(true);
    const transaction = await coin.connect(alice).approve(bob, 5n);
    expect(await eventsOf(transaction, coin)).to.deep.equal([["Approval", alice.address, bob.address, 5n]]);
    expect(await coin.allowance(alice, bob)).to.equal(5n);
    expect(await coin.allowance(bob, alice)).to.equal(0n);
    expect(await coin.allowance(alice, carol)).to.equal(0n);
  });

  it("replaces what was there", async () => {
    const { coin, alice, bob } = await networkHelpers.loadFixture(coinFixture);
    for (const allowance of [5n, MAX_UINT256, 2n, 0n]) {
      await coin.connect(alice).approve(bob, allowance);
      expect(await coin.allowance(alice, bob)).to.equal(allowance);
    }
  });

  it("rejects the zero address", async () => {
    const { coin, alice } = await networkHelpers.loadFixture(coinFixture);
    await expectRevert(coin.connect(alice).approve(ZeroAddress, 1n), coin, "ERC20InvalidSpender", [ZeroAddress]);
  });
});
