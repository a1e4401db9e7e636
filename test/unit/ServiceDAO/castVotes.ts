import { expect } from "chai";
import { parseEther } from "ethers";
import { networkHelpers } from "../../fixtures/chain.js";
import { setOf, State, threeActiveFixture } from "../../fixtures/dao.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import {
  ABSTAIN,
  actionsOf,
  AGAINST,
  FOR,
  openVoting,
  propose,
  proposalOf,
  systemFixture,
} from "../../fixtures/system.js";

const ALICE = parseEther("40");

/** 513 proposals that are open, so that the bits of a voter fill two words and begin a third. */
async function manyActiveFixture() {
  const system = await systemFixture();
  for (let i = 1; i <= 513; ++i) await propose(system, proposalOf(i.toString(), [system.stranger, "0x"]));
  await openVoting(system, 513n);
  return system;
}

describe("ServiceDAO.castVotes", () => {
  describe("given proposals that are open", () => {
    it("counts a vote on each, in any order", async () => {
      const { dao, alice } = await networkHelpers.loadFixture(threeActiveFixture);
      const tx = dao.connect(alice).castVotes([3n, 1n, 2n], [FOR, AGAINST, ABSTAIN]);
      await expect(tx).to.emit(dao, "VoteCast").withArgs(alice.address, 3n, FOR, ALICE, "");
      await expect(tx).to.emit(dao, "VoteCast").withArgs(alice.address, 1n, AGAINST, ALICE, "");
      await expect(tx).to.emit(dao, "VoteCast").withArgs(alice.address, 2n, ABSTAIN, ALICE, "");
      expect(await dao.proposalVotes(1n)).to.deep.equal([ALICE, 0n, 0n]);
      expect(await dao.proposalVotes(2n)).to.deep.equal([0n, 0n, ALICE]);
      expect(await dao.proposalVotes(3n)).to.deep.equal([0n, ALICE, 0n]);
    });

    it("takes a paper of one", async () => {
      const { dao, alice } = await networkHelpers.loadFixture(threeActiveFixture);
      await dao.connect(alice).castVotes([2n], [FOR]);
      expect(await dao.hasVoted(1n, alice)).to.be.false;
      expect(await dao.hasVoted(2n, alice)).to.be.true;
      expect(await dao.hasVoted(3n, alice)).to.be.false;
    });

    it("rejects papers of unequal lists, and empty ones", async () => {
      const { dao, alice } = await networkHelpers.loadFixture(threeActiveFixture);
      const papers = [
        [[], []],
        [[], [FOR]],
        [[1n], []],
        [[1n, 2n], [FOR]],
        [[1n], [FOR, FOR]],
      ] as const;
      for (const [ids, support] of papers) {
        await expectRevert(dao.connect(alice).castVotes([...ids], [...support]), dao, "ServiceDAOInvalidBallotPaper", [
          ids.length,
          support.length,
        ]);
      }
    });

    it("counts nothing when one proposal comes twice", async () => {
      const { dao, alice } = await networkHelpers.loadFixture(threeActiveFixture);
      await expectRevert(
        dao.connect(alice).castVotes([1n, 2n, 1n], [FOR, FOR, AGAINST]),
        dao,
        "GovernorAlreadyCastVote",
        [alice.address],
      );
      expect(await dao.hasVoted(1n, alice)).to.be.false;
      expect(await dao.proposalVotes(1n)).to.deep.equal([0n, 0n, 0n]);
    });

    it("counts nothing when one was voted on before", async () => {
      const { dao, alice } = await networkHelpers.loadFixture(threeActiveFixture);
      await dao.connect(alice).castVote(2n, FOR);
      await expectRevert(dao.connect(alice).castVotes([1n, 2n], [FOR, FOR]), dao, "GovernorAlreadyCastVote", [
        alice.address,
      ]);
      expect(await dao.hasVoted(1n, alice)).to.be.false;
    });

    it("counts nothing when one support is invalid", async () => {
      const { dao, alice } = await networkHelpers.loadFixture(threeActiveFixture);
      await expectRevert(dao.connect(alice).castVotes([1n, 2n], [FOR, 3]), dao, "GovernorInvalidVoteType");
      expect(await dao.hasVoted(1n, alice)).to.be.false;
    });

    it("counts nothing when one does not exist", async () => {
      const { dao, alice } = await networkHelpers.loadFixture(threeActiveFixture);
      await expectRevert(dao.connect(alice).castVotes([1n, 4n], [FOR, FOR]), dao, "GovernorNonexistentProposal", [4n]);
      expect(await dao.hasVoted(1n, alice)).to.be.false;
    });

    it("counts nothing when one is not open", async () => {
      const { dao, guardian, alice, stranger } = await networkHelpers.loadFixture(threeActiveFixture);
      await dao.connect(guardian).cancel(...actionsOf(proposalOf("two", [stranger, "0x"])));
      await expectRevert(dao.connect(alice).castVotes([1n, 2n], [FOR, FOR]), dao, "GovernorUnexpectedProposalState", [
        2n,
        State.Canceled,
        setOf(State.Active),
      ]);
      expect(await dao.hasVoted(1n, alice)).to.be.false;
    });
  });

  describe("given ids in three words of the voter's bitmap", () => {
    it("keeps each proposal's bit apart", async () => {
      const { dao, alice, bob } = await networkHelpers.loadFixture(manyActiveFixture);
      const voted = [255n, 256n, 511n, 513n];
      await dao.connect(alice).castVotes(voted, [FOR, AGAINST, ABSTAIN, FOR]);
      for (const id of voted) expect(await dao.hasVoted(id, alice), id.toString()).to.be.true;
      // 1 and 257 have the place of 513 in other words, 0 and 512 that of 256.
      for (const id of [0n, 1n, 254n, 257n, 510n, 512n]) {
        expect(await dao.hasVoted(id, alice), id.toString()).to.be.false;
      }
      expect(await dao.hasVoted(255n, bob)).to.be.false;
      expect(await dao.proposalVotes(255n)).to.deep.equal([0n, ALICE, 0n]);
      expect(await dao.proposalVotes(256n)).to.deep.equal([ALICE, 0n, 0n]);
      expect(await dao.proposalVotes(511n)).to.deep.equal([0n, 0n, ALICE]);
      expect(await dao.proposalVotes(257n)).to.deep.equal([0n, 0n, 0n]);
    });

    it("lets the voter vote on the neighbours, and on none twice", async () => {
      const { dao, alice } = await networkHelpers.loadFixture(manyActiveFixture);
      await dao.connect(alice).castVotes([256n], [FOR]);
      await dao.connect(alice).castVotes([255n, 257n, 512n, 1n, 513n], [FOR, FOR, FOR, FOR, FOR]);
      for (const id of [1n, 255n, 256n, 257n, 512n, 513n]) {
        await expectRevert(dao.connect(alice).castVotes([id], [FOR]), dao, "GovernorAlreadyCastVote", [alice.address]);
      }
    });
  });
});
