import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { networkHelpers } from "../../fixtures/chain.js";
import { ALICE_COINS } from "../../fixtures/coin.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { FOR, openVoting, proposalOf, propose, systemFixture } from "../../fixtures/system.js";
import { lockedFixture } from "../../fixtures/votes.js";

describe("ServiceVotes.withdrawTo", () => {
  describe("given locked coins", () => {
    it("gives them back and takes the votes away", async () => {
      const { coin, votes, alice } = await networkHelpers.loadFixture(lockedFixture);
      const transaction = await votes.connect(alice).withdrawTo(alice, 5n);
      expect(await eventsOf(transaction, coin, votes)).to.deep.equal([
        ["Transfer", alice.address, ZeroAddress, 5n],
        ["DelegateVotesChanged", alice.address, 20n, 15n],
        ["Transfer", votes.target, alice.address, 5n],
      ]);
      expect(await coin.balanceOf(alice)).to.equal(ALICE_COINS - 15n);
      expect(await coin.balanceOf(votes)).to.equal(22n);
      expect(await votes.balanceOf(alice)).to.equal(15n);
      expect(await votes.totalSupply()).to.equal(22n);
    });

    it("gives them to somebody else", async () => {
      const { coin, votes, alice, bob } = await networkHelpers.loadFixture(lockedFixture);
      await votes.connect(alice).withdrawTo(bob, 5n);
      expect(await coin.balanceOf(bob)).to.equal(5n);
      expect(await coin.balanceOf(alice)).to.equal(ALICE_COINS - 20n);
      expect(await votes.balanceOf(alice)).to.equal(15n);
      expect(await votes.balanceOf(bob)).to.equal(0n);
    });

    it("takes the votes from the delegate", async () => {
      const { votes, alice, bob } = await networkHelpers.loadFixture(lockedFixture);
      await votes.connect(alice).delegate(bob);
      await votes.connect(alice).withdrawTo(alice, 5n);
      expect(await votes.getVotes(bob)).to.equal(15n);
      expect(await votes.getVotes(alice)).to.equal(0n);
    });

    it("returns true", async () => {
      const { votes, alice } = await networkHelpers.loadFixture(lockedFixture);
      expect(await votes.connect(alice).withdrawTo.staticCall(alice, 5n)).to.equal(true);
    });

    it("gives all of them back, and refuses one more although others have locked more", async () => {
      const { coin, votes, alice } = await networkHelpers.loadFixture(lockedFixture);
      await expectRevert(votes.connect(alice).withdrawTo(alice, 21n), votes, "ERC20InsufficientBalance", [
        alice,
        20n,
        21n,
      ]);
      await votes.connect(alice).withdrawTo(alice, 20n);
      expect(await coin.balanceOf(alice)).to.equal(ALICE_COINS);
      expect(await votes.getVotes(alice)).to.equal(0n);
      expect(await votes.totalSupply()).to.equal(7n);
    });

    it("rejects the votes contract and the zero address", async () => {
      const { coin, votes, alice } = await networkHelpers.loadFixture(lockedFixture);
      await expectRevert(votes.connect(alice).withdrawTo(votes, 1n), votes, "ERC20InvalidReceiver", [votes]);
      await expectRevert(votes.connect(alice).withdrawTo(ZeroAddress, 1n), coin, "ERC20InvalidReceiver", [ZeroAddress]);
    });

    it("gives nothing to a delegate, who owns no coins", async () => {
      const { votes, alice, bob } = await networkHelpers.loadFixture(lockedFixture);
      await votes.connect(alice).delegate(bob);
      await expectRevert(votes.connect(bob).withdrawTo(bob, 1n), votes, "ERC20InsufficientBalance", [bob, 0n, 1n]);
    });
  });

  describe("given an open vote", () => {
    it("gives the coins back, and the vote that was cast stays counted", async () => {
      const system = await networkHelpers.loadFixture(systemFixture);
      const { coin, votes, dao, alice } = system;
      const locked = await votes.balanceOf(alice);
      const id = await propose(system, proposalOf("nothing", [coin.target, "0x"]));
      await openVoting(system, id);
      await dao.connect(alice).castVote(id, FOR);
      await votes.connect(alice).withdrawTo(alice, locked);
      expect(await coin.balanceOf(alice)).to.equal(locked);
      expect((await dao.proposalVotes(id)).forVotes).to.equal(locked);
    });
  });
});
