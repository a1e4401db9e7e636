import { expect } from "chai";
import { id, ZeroAddress, ZeroHash } from "ethers";
import { networkHelpers } from "../../fixtures/chain.js";
import { ALICE_COINS, coinFixture } from "../../fixtures/coin.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";

describe("ServiceCoin.transferWithReference", () => {
  for (const reference of [id("invoice 7"), ZeroHash]) {
    describe(`given the reference ${reference.slice(0, 6)}`, () => {
      it("pays, and emits TransferReference right before Transfer", async () => {
        const { coin, alice, bob } = await networkHelpers.loadFixture(coinFixture);
        const transaction = await coin.connect(alice).transferWithReference(bob, 5n, reference);
        expect(await eventsOf(transaction, coin)).to.deep.equal([
          ["TransferReference", reference],
          ["Transfer", alice.address, bob.address, 5n],
        ]);
        expect(await coin.balanceOf(alice)).to.equal(ALICE_COINS - 5n);
        expect(await coin.balanceOf(bob)).to.equal(5n);
      });
    });
  }

  it("returns true", async () => {
    const { coin, alice, bob } = await networkHelpers.loadFixture(coinFixture);
    expect(await coin.connect(alice).transferWithReference.staticCall(bob, 5n, id("x"))).to.equal(true);
  });

  it("lets the receiver look the reference up by topic", async () => {
    const { coin, alice, bob } = await networkHelpers.loadFixture(coinFixture);
    await coin.connect(alice).transferWithReference(bob, 5n, id("mine"));
    await coin.connect(alice).transferWithReference(bob, 6n, id("other"));
    const found = await coin.queryFilter(coin.filters.TransferReference(id("mine")));
    expect(found.map(({ args }) => args.loggedReference)).to.deep.equal([id("mine")]);
  });

  it("rejects what transfer refuses", async () => {
    const { coin, alice, bob } = await networkHelpers.loadFixture(coinFixture);
    await expectRevert(
      coin.connect(alice).transferWithReference(bob, ALICE_COINS + 1n, id("x")),
      coin,
      "ERC20InsufficientBalance",
      [alice, ALICE_COINS, ALICE_COINS + 1n],
    );
    await expectRevert(
      coin.connect(alice).transferWithReference(ZeroAddress, 1n, id("x")),
      coin,
      "ERC20InvalidReceiver",
      [ZeroAddress],
    );
  });
});
