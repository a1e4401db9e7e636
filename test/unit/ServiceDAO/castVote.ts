import { expect } from "chai";
import { parseEther } from "ethers";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { activeFixture, pendingFixture, setOf, State } from "../../fixtures/dao.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { ABSTAIN, AGAINST, FOR } from "../../fixtures/system.js";

const { time } = networkHelpers;
const ACTIVE = setOf(State.Active);

describe("ServiceDAO.castVote", () => {
  describe("given a proposal that is open", () => {
    for (const [support, name, tally] of [
      [AGAINST, "against", [parseEther("40"), 0n, 0n]],
      [FOR, "for", [0n, parseEther("40"), 0n]],
      [ABSTAIN, "abstaining", [0n, 0n, parseEther("40")]],
    ] as const) {
      it(`counts a vote ${name}`, async () => {
        const { dao, alice, bob, id } = await networkHelpers.loadFixture(activeFixture);
        expect(await dao.connect(alice).castVote.staticCall(id, support)).to.equal(parseEther("40"));
        expect(await dao.hasVoted(id, alice)).to.be.false;
        await expect(dao.connect(alice).castVote(id, support))
          .to.emit(dao, "VoteCast")
          .withArgs(alice.address, id, support, parseEther("40"), "");
        expect(await dao.proposalVotes(id)).to.deep.equal(tally);
        expect(await dao.hasVoted(id, alice)).to.be.true;
        expect(await dao.hasVoted(id, bob)).to.be.false;
        expect(await dao.hasVoted(id + 1n, alice)).to.be.false;
      });
    }

    it("adds up the votes of many", async () => {
      const { dao, alice, bob, carol, id } = await networkHelpers.loadFixture(activeFixture);
      await dao.connect(alice).castVote(id, FOR);
      await dao.connect(bob).castVote(id, AGAINST);
      await dao.connect(carol).castVote(id, FOR);
      expect(await dao.proposalVotes(id)).to.deep.equal([parseEther("20"), parseEther("50"), 0n]);
    });

    it("rejects any other support", async () => {
      const { dao, alice, id } = await networkHelpers.loadFixture(activeFixture);
      for (const support of [3, 255]) {
        await expectRevert(dao.connect(alice).castVote(id, support), dao, "GovernorInvalidVoteType");
      }
    });

    it("rejects a second vote", async () => {
      const { dao, alice, id } = await networkHelpers.loadFixture(activeFixture);
      await dao.connect(alice).castVote(id, FOR);
      for (const support of [AGAINST, FOR, ABSTAIN]) {
        await expectRevert(dao.connect(alice).castVote(id, support), dao, "GovernorAlreadyCastVote", [alice.address]);
      }
      expect(await dao.proposalVotes(id)).to.deep.equal([0n, parseEther("40"), 0n]);
    });

    it("counts an account without votes as nothing, once", async () => {
      const { dao, stranger, id } = await networkHelpers.loadFixture(activeFixture);
      await expect(dao.connect(stranger).castVote(id, FOR))
        .to.emit(dao, "VoteCast")
        .withArgs(stranger.address, id, FOR, 0n, "");
      expect(await dao.proposalVotes(id)).to.deep.equal([0n, 0n, 0n]);
      expect(await dao.quorumReached(id)).to.be.false;
      await expectRevert(dao.connect(stranger).castVote(id, FOR), dao, "GovernorAlreadyCastVote", [stranger.address]);
    });

    it("rejects a proposal that does not exist", async () => {
      const { dao, alice } = await networkHelpers.loadFixture(activeFixture);
      for (const id of [0n, 2n]) {
        await expectRevert(dao.connect(alice).castVote(id, FOR), dao, "GovernorNonexistentProposal", [id]);
      }
    });
  });

  describe("given the window of the vote", () => {
    it("rejects in the second of the snapshot", async () => {
      const { dao, alice, id } = await networkHelpers.loadFixture(pendingFixture);
      await time.setNextBlockTimestamp(await dao.proposalSnapshot(id));
      await expectRevert(dao.connect(alice).castVote(id, FOR), dao, "GovernorUnexpectedProposalState", [
        id,
        State.Pending,
        ACTIVE,
      ]);
    });

    it("counts in the first second after the snapshot", async () => {
      const { dao, alice, id } = await networkHelpers.loadFixture(pendingFixture);
      await time.setNextBlockTimestamp((await dao.proposalSnapshot(id)) + 1n);
      await dao.connect(alice).castVote(id, FOR);
      expect(await dao.hasVoted(id, alice)).to.be.true;
    });

    it("counts in the second of the deadline", async () => {
      const { dao, stranger, id } = await networkHelpers.loadFixture(pendingFixture);
      await time.setNextBlockTimestamp(await dao.proposalDeadline(id));
      await dao.connect(stranger).castVote(id, FOR);
      expect(await dao.hasVoted(id, stranger)).to.be.true;
    });

    it("rejects one second after the deadline", async () => {
      const { dao, alice, id } = await networkHelpers.loadFixture(pendingFixture);
      await time.setNextBlockTimestamp((await dao.proposalDeadline(id)) + 1n);
      await expectRevert(dao.connect(alice).castVote(id, FOR), dao, "GovernorUnexpectedProposalState", [
        id,
        State.Defeated,
        ACTIVE,
      ]);
    });
  });

  describe("given votes that move", () => {
    it("counts what was held in the second of the snapshot", async () => {
      const { dao, votes, alice, dave, id } = await networkHelpers.loadFixture(pendingFixture);
      const snapshot = await dao.proposalSnapshot(id);
      await time.setNextBlockTimestamp(snapshot);
      await votes.connect(alice).transfer(dave, 1n);
      await time.setNextBlockTimestamp(snapshot + 1n);
      await votes.connect(alice).transfer(dave, 5n);
      await dao.connect(alice).castVote(id, FOR);
      await dao.connect(dave).castVote(id, AGAINST);
      expect(await dao.proposalVotes(id)).to.deep.equal([1n, parseEther("40") - 1n, 0n]);
    });

    it("does not count twice what a voter passes on", async () => {
      const { dao, votes, alice, dave, id } = await networkHelpers.loadFixture(activeFixture);
      await dao.connect(alice).castVote(id, FOR);
      await votes.connect(alice).transfer(dave, parseEther("40"));
      await networkHelpers.mine();
      await dao.connect(dave).castVote(id, FOR);
      expect(await dao.proposalVotes(id)).to.deep.equal([0n, parseEther("40"), 0n]);
    });

    it("counts delegated votes for the delegate and not for the member", async () => {
      const { dao, votes, bob, carol, id } = await networkHelpers.loadFixture(pendingFixture);
      await votes.connect(carol).delegate(bob);
      await time.increaseTo((await dao.proposalSnapshot(id)) + 1n);
      await dao.connect(carol).castVote(id, AGAINST);
      await dao.connect(bob).castVote(id, FOR);
      expect(await dao.proposalVotes(id)).to.deep.equal([0n, parseEther("30"), 0n]);
    });

    it("counts nothing for coins locked, voted and unlocked within one transaction", async () => {
      const { dao, votes, coin, dave, id } = await networkHelpers.loadFixture(activeFixture);
      const flash = await ethers.deployContract("FlashVoter", [dao, votes]);
      await coin.connect(dave).transfer(flash, parseEther("10"));
      await expect(flash.vote(parseEther("10"), id))
        .to.emit(dao, "VoteCast")
        .withArgs(flash.target, id, FOR, 0n, "");
      expect(await coin.balanceOf(flash)).to.equal(parseEther("10"));
      expect(await dao.proposalVotes(id)).to.deep.equal([0n, 0n, 0n]);
    });

    it("counts nothing for a flash loan in the second of the snapshot", async () => {
      const { dao, votes, coin, dave, id } = await networkHelpers.loadFixture(pendingFixture);
      const flash = await ethers.deployContract("FlashVoter", [dao, votes]);
      await coin.connect(dave).transfer(flash, parseEther("10"));
      await time.setNextBlockTimestamp(await dao.proposalSnapshot(id));
      await expectRevert(flash.vote(parseEther("10"), id), dao, "GovernorUnexpectedProposalState", [
        id,
        State.Pending,
        ACTIVE,
      ]);
    });

    it("counts the votes of a member who unlocks in the middle of the vote", async () => {
      const { dao, votes, alice, id } = await networkHelpers.loadFixture(activeFixture);
      await votes.connect(alice).withdrawTo(alice, parseEther("40"));
      await dao.connect(alice).castVote(id, FOR);
      expect(await dao.proposalVotes(id)).to.deep.equal([0n, parseEther("40"), 0n]);
    });
  });
});
