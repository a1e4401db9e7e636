import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { networkHelpers } from "../../fixtures/chain.js";
import { coinFixture } from "../../fixtures/coin.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";

describe("ServiceCoin.transferOwnership", () => {
  describe("given the owner", () => {
    it("hands the right to mint over", async () => {
      const { coin, owner, bob } = await networkHelpers.loadFixture(coinFixture);
      const transaction = await coin.connect(owner).transferOwnership(bob);
      expect(await eventsOf(transaction, coin)).to.deep.equal([["OwnershipTransferred", owner.address, bob.address]]);
      expect(await coin.owner()).to.equal(bob.address);
      await coin.connect(bob).mint(bob, 2n);
      expect(await coin.balanceOf(bob)).to.equal(2n);
      await expectRevert(coin.connect(owner).mint(owner, 2n), coin, "OwnableUnauthorizedAccount", [owner]);
    });

    it("refuses the zero address", async () => {
      const { coin, owner } = await networkHelpers.loadFixture(coinFixture);
      await expectRevert(coin.connect(owner).transferOwnership(ZeroAddress), coin, "OwnableInvalidOwner", [
        ZeroAddress,
      ]);
    });

    it("can give it up for ever", async () => {
      const { coin, owner } = await networkHelpers.loadFixture(coinFixture);
      await coin.connect(owner).renounceOwnership();
      expect(await coin.owner()).to.equal(ZeroAddress);
      await expectRevert(coin.connect(owner).mint(owner, 1n), coin, "OwnableUnauthorizedAccount", [owner]);
    });
  });

  describe("given anybody else", () => {
    it("refuses", async () => {
      const { coin, deployer, holder } = await networkHelpers.loadFixture(coinFixture);
      for (const caller of [deployer, holder]) {
        await expectRevert(coin.connect(caller).transferOwnership(caller), coin, "OwnableUnauthorizedAccount", [
          caller,
        ]);
        await expectRevert(coin.connect(caller).renounceOwnership(), coin, "OwnableUnauthorizedAccount", [caller]);
      }
    });
  });
});
