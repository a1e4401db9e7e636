import { expect } from "chai";
import { parseEther, type ContractTransactionResponse } from "ethers";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { activeFixture, asDao, deployDao, State } from "../../fixtures/dao.js";
import { ABSTAIN, AGAINST, DAY, FOR, propose, proposalOf, SETTINGS } from "../../fixtures/system.js";

const { time } = networkHelpers;
const EXTENSION = BigInt(SETTINGS.lateQuorumExtension);

async function deadlineFixture() {
  const system = await activeFixture();
  return { ...system, deadline: await system.dao.proposalDeadline(system.id) };
}

/** How many words of storage a transaction wrote. */
async function writesOf(transaction: ContractTransactionResponse): Promise<number> {
  const { structLogs } = (await ethers.provider.send("debug_traceTransaction", [transaction.hash])) as {
    structLogs: { op: string }[];
  };
  return structLogs.filter(({ op }) => op === "SSTORE").length;
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

  describe("given quorum that was reached early", () => {
    it("stays even if someone votes late, also when the extension is longer by then", async () => {
      const system = await networkHelpers.loadFixture(deadlineFixture);
      const { dao, alice, bob, carol, id, deadline } = system;
      await expect(dao.connect(bob).castVote(id, FOR)).not.to.emit(dao, "ProposalExtended");
      expect(await dao.quorumReached(id)).to.be.true;
      await dao.connect(await asDao(system)).setLateQuorumVoteExtension(5 * DAY);
      await time.setNextBlockTimestamp(deadline - 10n);
      await expect(dao.connect(alice).castVote(id, FOR)).not.to.emit(dao, "ProposalExtended");
      await time.setNextBlockTimestamp(deadline);
      await expect(dao.connect(carol).castVote(id, ABSTAIN)).not.to.emit(dao, "ProposalExtended");
      expect(await dao.proposalDeadline(id)).to.equal(deadline);
      expect(await dao.proposalVotes(id)).to.deep.equal([0n, parseEther("60"), parseEther("10")]);
      await time.increaseTo(deadline + 1n);
      expect(await dao.state(id)).to.equal(State.Succeeded);
    });
  });

  describe("given the vote that reaches the quorum", () => {
    for (const [when, offset, writes] of [
      ["writes no deadline in the last second that is early", 0n, 2],
      ["writes the deadline one second later", 1n, 3],
    ] as const) {
      it(when, async () => {
        const { dao, alice, id, deadline } = await networkHelpers.loadFixture(deadlineFixture);
        await time.setNextBlockTimestamp(deadline - EXTENSION + offset);
        expect(await writesOf(await dao.connect(alice).castVote(id, FOR))).to.equal(writes);
      });
    }
  });

  describe("given a vote against before the quorum is reached", () => {
    for (const [when, before, late] of [
      ["exactly the extension before the deadline", EXTENSION, false],
      ["one second later", EXTENSION - 1n, true],
      ["five seconds before the deadline", 5n, true],
    ] as const) {
      it(`${late ? "moves once" : "stays"} when that is ${when}`, async () => {
        const { dao, alice, bob, carol, id, deadline } = await networkHelpers.loadFixture(deadlineFixture);
        const at = deadline - before;
        await time.setNextBlockTimestamp(at - 1n);
        await expect(dao.connect(alice).castVote(id, AGAINST)).not.to.emit(dao, "ProposalExtended");
        expect(await dao.quorumReached(id)).to.be.false;
        await time.setNextBlockTimestamp(at);
        const tx = dao.connect(bob).castVote(id, FOR);
        const moved = late ? at + EXTENSION : deadline;
        if (late) await expect(tx).to.emit(dao, "ProposalExtended").withArgs(id, moved);
        else await expect(tx).not.to.emit(dao, "ProposalExtended");
        expect(await dao.quorumReached(id)).to.be.true;
        expect(await dao.proposalDeadline(id)).to.equal(moved);

        await time.setNextBlockTimestamp(moved);
        await expect(dao.connect(carol).castVote(id, FOR)).not.to.emit(dao, "ProposalExtended");
        expect(await dao.proposalDeadline(id)).to.equal(moved);
        expect(await dao.proposalVotes(id)).to.deep.equal([parseEther("40"), parseEther("30"), 0n]);
        expect(await dao.state(id)).to.equal(State.Active);
        await time.increaseTo(moved + 1n);
        expect(await dao.state(id)).to.equal(State.Defeated);
      });
    }
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

  describe("given a DAO without any quorum", () => {
    it("stays when the late vote is against, and moves when it is not", async () => {
      const { votes, alice, bob } = await networkHelpers.loadFixture(activeFixture);
      const dao = await deployDao(votes, { quorumFloor: 0n, quorumPercent: 0 });
      await dao.connect(alice).propose([alice], [0n], ["0x"], "a proposal");
      const deadline = await dao.proposalDeadline(1n);
      await time.setNextBlockTimestamp(deadline - 1n);
      await expect(dao.connect(alice).castVote(1n, AGAINST)).not.to.emit(dao, "ProposalExtended");
      await time.setNextBlockTimestamp(deadline);
      await expect(dao.connect(bob).castVote(1n, ABSTAIN))
        .to.emit(dao, "ProposalExtended")
        .withArgs(1n, deadline + EXTENSION);
    });
  });

  describe("given that it moved", () => {
    it("is where a passed proposal's time to be queued begins", async () => {
      const { dao, alice, id, deadline } = await networkHelpers.loadFixture(deadlineFixture);
      await time.setNextBlockTimestamp(deadline);
      await dao.connect(alice).castVote(id, FOR);
      const end = deadline + EXTENSION + BigInt(SETTINGS.gracePeriod);
      await time.increaseTo(end);
      expect(await dao.state(id)).to.equal(State.Succeeded);
      await time.increaseTo(end + 1n);
      expect(await dao.state(id)).to.equal(State.Expired);
    });

    it("does not follow an extension that is changed afterwards, nor move other proposals", async () => {
      const system = await networkHelpers.loadFixture(deadlineFixture);
      const { dao, alice, id, deadline } = system;
      const other = await propose(system, proposalOf("another", [system.stranger, "0x"]));
      const otherDeadline = await dao.proposalDeadline(other);
      await time.setNextBlockTimestamp(deadline);
      await dao.connect(alice).castVote(id, FOR);
      await dao.connect(await asDao(system)).setLateQuorumVoteExtension(0n);
      expect(await dao.proposalDeadline(id)).to.equal(deadline + EXTENSION);
      expect(await dao.proposalDeadline(other)).to.equal(otherDeadline);
    });
  });
});
