import { expect } from "chai";
import { AbiCoder, keccak256, ZeroAddress } from "ethers";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { lockedFixture, votesFixture, type VotesSystem } from "../../fixtures/votes.js";

/** How many of the contract's mappings hold the account's own address under the account. */
async function selfEntries({ votes }: VotesSystem, account: HardhatEthersSigner): Promise<number> {
  let entries = 0;
  for (let slot = 0; slot < 20; slot++) {
    const key = keccak256(AbiCoder.defaultAbiCoder().encode(["address", "uint256"], [account.address, slot]));
    const word = await ethers.provider.getStorage(votes, key);
    if (BigInt(word) === BigInt(account.address)) entries++;
  }
  return entries;
}

describe("ServiceVotes.delegates", () => {
  describe("given an account that chose nobody", () => {
    it("is the account itself, locked coins or none", async () => {
      const { votes, alice, stranger } = await networkHelpers.loadFixture(lockedFixture);
      expect(await votes.delegates(alice)).to.equal(alice.address);
      expect(await votes.delegates(stranger)).to.equal(stranger.address);
    });

    it("spends no storage on it", async () => {
      const system = await networkHelpers.loadFixture(lockedFixture);
      expect(await selfEntries(system, system.alice)).to.equal(0);
      await system.votes.connect(system.alice).delegate(system.alice);
      expect(await selfEntries(system, system.alice)).to.equal(1);
    });
  });

  describe("given an account that chose somebody", () => {
    it("is that one", async () => {
      const { votes, alice, bob } = await networkHelpers.loadFixture(lockedFixture);
      await votes.connect(alice).delegate(bob);
      expect(await votes.delegates(alice)).to.equal(bob.address);
      expect(await votes.delegates(bob)).to.equal(bob.address);
    });
  });

  describe("given the zero address", () => {
    it("is the zero address, which gets no votes when coins are locked or freed", async () => {
      const { votes } = await networkHelpers.loadFixture(votesFixture);
      expect(await votes.delegates(ZeroAddress)).to.equal(ZeroAddress);
      const system = await networkHelpers.loadFixture(lockedFixture);
      await system.votes.connect(system.alice).withdrawTo(system.alice, 1n);
      expect(await system.votes.getVotes(ZeroAddress)).to.equal(0n);
    });
  });
});
