import { expect } from "chai";
import { parseEther } from "ethers";
import { networkHelpers } from "../../fixtures/chain.js";
import { activeFixture, asDao, State } from "../../fixtures/dao.js";
import { AGAINST, FOR, SETTINGS } from "../../fixtures/system.js";

const { time } = networkHelpers;
const EXTENSION = BigInt(SETTINGS.lateQuorumExtension);

async function deadlineFixture() {
  const system = await activeFixture();
  return { ...system, deadline: await system.dao.proposalDeadline(system.id) };
}

describe("ServiceDAO.proposalDeadline", () => {
  describe("given quorum that is reached early", () => {
    it("stays, also in the last second in which the extension changes nothing", async () => {
      const { dao, alice, id, deadline } = await networkHelpers.loadFixture(deadlineFixture);
      await time.setNextBlockTimestamp(deadline - EXTENSION);
      await expect(dao.connect(alice).castVote(id, FOR)).not.to.emit(dao, "ProposalExtended");
      expect(await dao.proposalDeadline(id)).to.equal(deadline);
    });
  });

  describe("given quorum that is reached late", () => {
    it("moves to the extension after that vote", async () => {
      const { dao, alice, id, deadline } = await networkHelpers.loadFixture(deadlineFixture);
      await time.setNextBlockTimestamp(deadline - EXTENSION + 1n);
      await expect(dao.connect(alice).castVote(id, FOR))
        .to.emit(dao, "ProposalExtended")
        .withArgs(id, deadline + 1n);
      expect(await dao.proposalDeadline(id)).to.equal(deadline + 1n);
    });

    it("moves by the whole extension when it is reached in the last second, and only once", async () => {
      const { dao, alice, bob, id, deadline } = await networkHelpers.loadFixture(deadlineFixture);
      await time.setNextBlockTimestamp(deadline);
      await expect(dao.connect(alice).castVote(id, FOR))
        .to.emit(dao, "ProposalExtended")
        .withArgs(id, deadline + EXTENSION);
      await time.setNextBlockTimestamp(deadline + EXTENSION);
      await expect(dao.connect(bob).castVote(id, AGAINST)).not.to.emit(dao, "ProposalExtended");
      expect(await dao.proposalDeadline(id)).to.equal(deadline + EXTENSION);
      expect(await dao.state(id)).to.equal(State.Active);
      await time.increaseTo(deadline + EXTENSION + 1n);
      expect(await dao.state(id)).to.equal(State.Succeeded);
    });

    it("lets the others turn the vote", async () => {
      const { dao, votes, alice, bob, carol, id, deadline } = await networkHelpers.loadFixture(deadlineFixture);
      expect(await votes.balanceOf(carol)).to.equal(parseEther("10"));
      await time.setNextBlockTimestamp(deadline);
      await dao.connect(carol).castVote(id, FOR);
      await time.increaseTo(deadline + 1n);
      await dao.connect(alice).castVote(id, AGAINST);
      await dao.connect(bob).castVote(id, AGAINST);
      await time.increaseTo(deadline + EXTENSION + 1n);
      expect(await dao.state(id)).to.equal(State.Defeated);
    });
  });

  describe("given votes that do not reach the quorum", () => {
    it("stays", async () => {
      const { dao, alice, id, deadline } = await networkHelpers.loadFixture(deadlineFixture);
      await time.setNextBlockTimestamp(deadline);
      await expect(dao.connect(alice).castVote(id, AGAINST)).not.to.emit(dao, "ProposalExtended");
      expect(await dao.proposalDeadline(id)).to.equal(deadline);
    });
  });

  describe("given an extension of 0 by vote", () => {
    it("stays", async () => {
      const system = await networkHelpers.loadFixture(deadlineFixture);
      const { dao, alice, id, deadline } = system;
      await dao.connect(await asDao(system)).setLateQuorumVoteExtension(0n);
      await time.setNextBlockTimestamp(deadline);
      await dao.connect(alice).castVote(id, FOR);
      expect(await dao.proposalDeadline(id)).to.equal(deadline);
    });
  });
});
