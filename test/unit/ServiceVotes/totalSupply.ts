import { expect } from "chai";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { authorizationOf, coinFixture, MAX_UINT96 } from "../../fixtures/coin.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { domainOf, receiveAuthorizationData, sign } from "../../fixtures/signatures.js";
import { lock, MAX_LOCKED, type VotesSystem } from "../../fixtures/votes.js";

/** A coin of 2**96 - 1 base units, all alice's, of which she approved all. */
async function hugeFixture(): Promise<VotesSystem> {
  const system = await coinFixture();
  const { owner, alice } = system;
  const coin = await ethers.deployContract("ServiceCoin", [owner, alice, MAX_UINT96, MAX_UINT96]);
  const votes = await ethers.deployContract("ServiceVotes", [coin]);
  await coin.connect(alice).approve(votes, MAX_UINT96);
  return { ...system, coin, votes };
}

/** All that can be locked is locked. */
async function fullFixture() {
  const system = await hugeFixture();
  await lock(system, system.alice, MAX_LOCKED);
  return system;
}

describe("ServiceVotes.totalSupply", () => {
  describe("given nothing locked", () => {
    it("takes 2**84 - 1, which all vote", async () => {
      const system = await networkHelpers.loadFixture(hugeFixture);
      const { coin, votes, alice } = system;
      await votes.connect(alice).depositFor(alice, MAX_LOCKED);
      expect(await votes.totalSupply()).to.equal(2n ** 84n - 1n);
      expect(await votes.getVotes(alice)).to.equal(2n ** 84n - 1n);
      expect(await coin.balanceOf(alice)).to.equal(2n ** 96n - 2n ** 84n);
    });

    it("rejects 2**84", async () => {
      const { votes, alice } = await networkHelpers.loadFixture(hugeFixture);
      await expectRevert(votes.connect(alice).depositFor(alice, 2n ** 84n), votes, "ERC20ExceededSafeSupply", [
        2n ** 84n,
        2n ** 84n - 1n,
      ]);
    });
  });

  describe("given all that can be locked", () => {
    it("rejects one more through depositFor", async () => {
      const { votes, alice } = await networkHelpers.loadFixture(fullFixture);
      await expectRevert(votes.connect(alice).depositFor(alice, 1n), votes, "ERC20ExceededSafeSupply", [
        2n ** 84n,
        2n ** 84n - 1n,
      ]);
    });

    it("rejects one more through transferAndCall, and the coin stays where it was", async () => {
      const system = await networkHelpers.loadFixture(fullFixture);
      const { coin, votes, alice } = system;
      const before = await coin.balanceOf(alice);
      await expectRevert(lock(system, alice, 1n), votes, "ERC20ExceededSafeSupply", [2n ** 84n, 2n ** 84n - 1n]);
      expect(await coin.balanceOf(alice)).to.equal(before);
    });

    it("rejects one more through depositWithAuthorization, and the nonce stays unused", async () => {
      const { coin, votes, alice, relayer } = await networkHelpers.loadFixture(fullFixture);
      const terms = await authorizationOf(alice, votes, { value: 1n });
      const { from, value, validAfter, validBefore, nonce } = terms;
      const signature = await sign(alice, receiveAuthorizationData(await domainOf(coin), terms));
      await expectRevert(
        votes.connect(relayer).depositWithAuthorization(from, value, validAfter, validBefore, nonce, signature),
        votes,
        "ERC20ExceededSafeSupply",
        [2n ** 84n, 2n ** 84n - 1n],
      );
      expect(await coin.authorizationState(alice, nonce)).to.equal(false);
    });

    it("has room for what was withdrawn", async () => {
      const system = await networkHelpers.loadFixture(fullFixture);
      const { votes, alice } = system;
      await votes.connect(alice).withdrawTo(alice, 2n);
      await lock(system, alice, 2n);
      expect(await votes.totalSupply()).to.equal(2n ** 84n - 1n);
    });

    it("still moves between members", async () => {
      const { votes, alice, bob } = await networkHelpers.loadFixture(fullFixture);
      await votes.connect(alice).transfer(bob, MAX_LOCKED);
      expect(await votes.getVotes(bob)).to.equal(MAX_LOCKED);
      expect(await votes.getVotes(alice)).to.equal(0n);
    });
  });
});
