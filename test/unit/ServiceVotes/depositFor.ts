import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { networkHelpers } from "../../fixtures/chain.js";
import { ALICE_COINS } from "../../fixtures/coin.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { votesFixture } from "../../fixtures/votes.js";

/** Alice has approved 10 base units. */
async function approvedFixture() {
  const system = await votesFixture();
  await system.coin.connect(system.alice).approve(system.votes, 10n);
  return system;
}

describe("ServiceVotes.depositFor", () => {
  describe("given an approval", () => {
    it("locks the coins for the caller, whose votes count at once", async () => {
      const { coin, votes, alice } = await networkHelpers.loadFixture(approvedFixture);
      const transaction = await votes.connect(alice).depositFor(alice, 10n);
      expect(await eventsOf(transaction, coin, votes)).to.deep.equal([
        ["Transfer", alice.address, votes.target, 10n],
        ["Transfer", ZeroAddress, alice.address, 10n],
        ["DelegateVotesChanged", alice.address, 0n, 10n],
      ]);
      expect(await coin.balanceOf(alice)).to.equal(ALICE_COINS - 10n);
      expect(await coin.balanceOf(votes)).to.equal(10n);
      expect(await votes.balanceOf(alice)).to.equal(10n);
      expect(await votes.totalSupply()).to.equal(10n);
      expect(await votes.getVotes(alice)).to.equal(10n);
      expect(await coin.allowance(alice, votes)).to.equal(0n);
    });

    it("locks the coins for another member", async () => {
      const { votes, alice, bob } = await networkHelpers.loadFixture(approvedFixture);
      await votes.connect(alice).depositFor(bob, 4n);
      expect(await votes.balanceOf(bob)).to.equal(4n);
      expect(await votes.getVotes(bob)).to.equal(4n);
      expect(await votes.balanceOf(alice)).to.equal(0n);
      expect(await votes.getVotes(alice)).to.equal(0n);
    });

    it("gives the votes to the delegate that the member has chosen", async () => {
      const { votes, alice, bob, carol } = await networkHelpers.loadFixture(approvedFixture);
      await votes.connect(bob).delegate(carol);
      await votes.connect(alice).depositFor(bob, 4n);
      expect(await votes.getVotes(carol)).to.equal(4n);
      expect(await votes.getVotes(bob)).to.equal(0n);
    });

    it("returns true", async () => {
      const { votes, alice } = await networkHelpers.loadFixture(approvedFixture);
      expect(await votes.connect(alice).depositFor.staticCall(alice, 10n)).to.equal(true);
    });

    it("rejects more than was approved", async () => {
      const { coin, votes, alice } = await networkHelpers.loadFixture(approvedFixture);
      await expectRevert(votes.connect(alice).depositFor(alice, 11n), coin, "ERC20InsufficientAllowance", [
        votes,
        10n,
        11n,
      ]);
    });

    it("rejects the votes contract and the zero address as members", async () => {
      const { votes, alice } = await networkHelpers.loadFixture(approvedFixture);
      for (const member of [await votes.getAddress(), ZeroAddress]) {
        await expectRevert(votes.connect(alice).depositFor(member, 1n), votes, "ERC20InvalidReceiver", [member]);
      }
    });

    it("cannot be used by somebody else", async () => {
      const { coin, votes, bob } = await networkHelpers.loadFixture(approvedFixture);
      await expectRevert(votes.connect(bob).depositFor(bob, 1n), coin, "ERC20InsufficientAllowance", [votes, 0n, 1n]);
    });
  });

  describe("given a plain transfer of coins", () => {
    it("credits nobody", async () => {
      const { coin, votes, alice } = await networkHelpers.loadFixture(votesFixture);
      const transaction = await coin.connect(alice).transfer(votes, 5n);
      expect(await eventsOf(transaction, coin)).to.deep.equal([["Transfer", alice.address, votes.target, 5n]]);
      expect(await votes.totalSupply()).to.equal(0n);
      expect(await votes.getVotes(alice)).to.equal(0n);
    });
  });
});
