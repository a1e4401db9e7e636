import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { networkHelpers } from "../../fixtures/chain.js";
import { ALICE_COINS } from "../../fixtures/coin.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { lockedFixture } from "../../fixtures/votes.js";

describe("ServiceVotes.transfer", () => {
  describe("given members that vote for themselves", () => {
    it("moves votes with the coins", async () => {
      const { votes, alice, holder } = await networkHelpers.loadFixture(lockedFixture);
      const transaction = await votes.connect(alice).transfer(holder, 5n);
      expect(await eventsOf(transaction, votes)).to.deep.equal([
        ["Transfer", alice.address, holder.address, 5n],
        ["DelegateVotesChanged", alice.address, 20n, 15n],
        ["DelegateVotesChanged", holder.address, 7n, 12n],
      ]);
      expect(await votes.balanceOf(alice)).to.equal(15n);
      expect(await votes.balanceOf(holder)).to.equal(12n);
      expect(await votes.getVotes(alice)).to.equal(15n);
      expect(await votes.getVotes(holder)).to.equal(12n);
      expect(await votes.totalSupply()).to.equal(27n);
    });

    it("rejects to send votes to the votes contract, where they could neither vote nor leave", async () => {
      const { votes, alice } = await networkHelpers.loadFixture(lockedFixture);
      await expectRevert(votes.connect(alice).transfer(votes, 5n), votes, "ERC20InvalidReceiver", [votes]);
      expect(await votes.getVotes(alice)).to.equal(20n);
    });

    it("changes nothing when sent to oneself", async () => {
      const { votes, alice } = await networkHelpers.loadFixture(lockedFixture);
      const transaction = await votes.connect(alice).transfer(alice, 20n);
      expect(await eventsOf(transaction, votes)).to.deep.equal([["Transfer", alice.address, alice.address, 20n]]);
      expect(await votes.getVotes(alice)).to.equal(20n);
    });

    it("lets the receiver withdraw", async () => {
      const { coin, votes, alice, bob } = await networkHelpers.loadFixture(lockedFixture);
      await votes.connect(alice).transfer(bob, 20n);
      await votes.connect(bob).withdrawTo(bob, 20n);
      expect(await coin.balanceOf(bob)).to.equal(20n);
      expect(await coin.balanceOf(alice)).to.equal(ALICE_COINS - 20n);
      expect(await votes.getVotes(bob)).to.equal(0n);
    });

    it("rejects more than the balance, and the zero address", async () => {
      const { votes, alice, bob } = await networkHelpers.loadFixture(lockedFixture);
      await expectRevert(votes.connect(alice).transfer(bob, 21n), votes, "ERC20InsufficientBalance", [alice, 20n, 21n]);
      await expectRevert(votes.connect(alice).transfer(ZeroAddress, 1n), votes, "ERC20InvalidReceiver", [ZeroAddress]);
    });
  });

  describe("given delegates", () => {
    it("moves votes from delegate to delegate", async () => {
      const { votes, alice, holder, bob, carol } = await networkHelpers.loadFixture(lockedFixture);
      await votes.connect(alice).delegate(bob);
      await votes.connect(holder).delegate(carol);
      const transaction = await votes.connect(alice).transfer(holder, 5n);
      expect(await eventsOf(transaction, votes)).to.deep.equal([
        ["Transfer", alice.address, holder.address, 5n],
        ["DelegateVotesChanged", bob.address, 20n, 15n],
        ["DelegateVotesChanged", carol.address, 7n, 12n],
      ]);
    });

    it("moves no votes when both have the same", async () => {
      const { votes, alice, holder } = await networkHelpers.loadFixture(lockedFixture);
      await votes.connect(alice).delegate(holder);
      const transaction = await votes.connect(alice).transfer(holder, 5n);
      expect(await eventsOf(transaction, votes)).to.deep.equal([["Transfer", alice.address, holder.address, 5n]]);
      expect(await votes.getVotes(holder)).to.equal(27n);
    });
  });

  describe("given an allowance", () => {
    it("moves votes by transferFrom, and refuses one more", async () => {
      const { votes, alice, bob, carol } = await networkHelpers.loadFixture(lockedFixture);
      await votes.connect(alice).approve(bob, 5n);
      await votes.connect(bob).transferFrom(alice, carol, 5n);
      expect(await votes.getVotes(alice)).to.equal(15n);
      expect(await votes.getVotes(carol)).to.equal(5n);
      await expectRevert(votes.connect(bob).transferFrom(alice, carol, 1n), votes, "ERC20InsufficientAllowance", [
        bob,
        0n,
        1n,
      ]);
    });
  });
});
