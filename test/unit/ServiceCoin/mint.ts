import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { networkHelpers } from "../../fixtures/chain.js";
import { coinFixture } from "../../fixtures/coin.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { INITIAL_SUPPLY, MAX_SUPPLY } from "../../fixtures/system.js";

const ROOM = MAX_SUPPLY - INITIAL_SUPPLY;

describe("ServiceCoin.mint", () => {
  describe("given the owner", () => {
    it("creates the coins and emits Transfer from zero", async () => {
      const { coin, owner, bob } = await networkHelpers.loadFixture(coinFixture);
      const transaction = await coin.connect(owner).mint(bob, 5n);
      expect(await eventsOf(transaction, coin)).to.deep.equal([["Transfer", ZeroAddress, bob.address, 5n]]);
      expect(await coin.balanceOf(bob)).to.equal(5n);
      expect(await coin.balanceOf(owner)).to.equal(0n);
      expect(await coin.totalSupply()).to.equal(INITIAL_SUPPLY + 5n);
    });

    it("mints up to the cap exactly", async () => {
      const { coin, owner, bob } = await networkHelpers.loadFixture(coinFixture);
      await coin.connect(owner).mint(bob, ROOM);
      expect(await coin.totalSupply()).to.equal(MAX_SUPPLY);
      await expectRevert(coin.connect(owner).mint(bob, 1n), coin, "ERC20ExceededCap", [MAX_SUPPLY + 1n, MAX_SUPPLY]);
    });

    it("rejects one above the cap", async () => {
      const { coin, owner, bob } = await networkHelpers.loadFixture(coinFixture);
      await expectRevert(coin.connect(owner).mint(bob, ROOM + 1n), coin, "ERC20ExceededCap", [
        MAX_SUPPLY + 1n,
        MAX_SUPPLY,
      ]);
    });

    it("rejects the zero address", async () => {
      const { coin, owner } = await networkHelpers.loadFixture(coinFixture);
      await expectRevert(coin.connect(owner).mint(ZeroAddress, 1n), coin, "ERC20InvalidReceiver", [ZeroAddress]);
    });

    it("can fill what was burned", async () => {
      const { coin, owner, alice, bob } = await networkHelpers.loadFixture(coinFixture);
      await coin.connect(alice).burn(3n);
      await coin.connect(owner).mint(bob, ROOM + 3n);
      expect(await coin.totalSupply()).to.equal(MAX_SUPPLY);
    });
  });

  describe("given anybody else", () => {
    it("rejects, the deployer and holders too", async () => {
      const { coin, deployer, holder, alice } = await networkHelpers.loadFixture(coinFixture);
      for (const caller of [deployer, holder, alice]) {
        await expectRevert(coin.connect(caller).mint(caller, 1n), coin, "OwnableUnauthorizedAccount", [caller]);
      }
    });
  });
});
