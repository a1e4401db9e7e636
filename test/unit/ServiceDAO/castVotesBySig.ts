import { expect } from "chai";
import { parseEther, ZeroAddress } from "ethers";
import { malleated, nonceOf, signBallot, signBallotPaper } from "../../fixtures/ballots.js";
import { networkHelpers } from "../../fixtures/chain.js";
import { deployDao, threeActiveFixture } from "../../fixtures/dao.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { AGAINST, FOR } from "../../fixtures/system.js";

/** Three open proposals and alice's signature for the first and against the second. */
async function paperFixture() {
  const system = await threeActiveFixture();
  const paper = { proposalIds: [1n, 2n], support: [FOR, AGAINST], voter: system.alice.address, nonce: 0n };
  return { ...system, paper, signature: await signBallotPaper(system.alice, system.dao, paper) };
}

describe("ServiceDAO.castVotesBySig", () => {
  describe("given a signed ballot paper", () => {
    it("counts the voter's votes, no matter who submits it, and uses the nonce once", async () => {
      const { dao, alice, stranger, paper, signature } = await networkHelpers.loadFixture(paperFixture);
      const tx = dao.connect(stranger).castVotesBySig(paper.proposalIds, paper.support, alice, signature);
      await expect(tx).to.emit(dao, "VoteCast").withArgs(alice.address, 1n, FOR, parseEther("40"), "");
      await expect(tx).to.emit(dao, "VoteCast").withArgs(alice.address, 2n, AGAINST, parseEther("40"), "");
      expect(await dao.proposalVotes(1n)).to.deep.equal([0n, parseEther("40"), 0n]);
      expect(await dao.proposalVotes(2n)).to.deep.equal([parseEther("40"), 0n, 0n]);
      expect(await dao.hasVoted(1n, stranger)).to.be.false;
      expect(await nonceOf(dao, alice.address)).to.equal(1n);
      expect(await nonceOf(dao, stranger.address)).to.equal(0n);
    });

    it("rejects it a second time", async () => {
      const { dao, alice, paper, signature } = await networkHelpers.loadFixture(paperFixture);
      await dao.castVotesBySig(paper.proposalIds, paper.support, alice, signature);
      await expectRevert(
        dao.castVotesBySig(paper.proposalIds, paper.support, alice, signature),
        dao,
        "GovernorInvalidSignature",
        [alice.address],
      );
      expect(await nonceOf(dao, alice.address)).to.equal(1n);
    });

    it("rejects it with other proposals, other choices, or both in another order", async () => {
      const { dao, alice, signature } = await networkHelpers.loadFixture(paperFixture);
      const papers: [bigint[], number[]][] = [
        [
          [2n, 1n],
          [FOR, AGAINST],
        ],
        [
          [1n, 2n],
          [AGAINST, FOR],
        ],
        [
          [2n, 1n],
          [AGAINST, FOR],
        ],
        [
          [1n, 3n],
          [FOR, AGAINST],
        ],
        [[1n], [FOR]],
      ];
      for (const [ids, support] of papers) {
        await expectRevert(dao.castVotesBySig(ids, support, alice, signature), dao, "GovernorInvalidSignature", [
          alice.address,
        ]);
      }
    });

    it("rejects it for another voter", async () => {
      const { dao, bob, paper, signature } = await networkHelpers.loadFixture(paperFixture);
      for (const voter of [bob.address, ZeroAddress]) {
        await expectRevert(
          dao.castVotesBySig(paper.proposalIds, paper.support, voter, signature),
          dao,
          "GovernorInvalidSignature",
          [voter],
        );
      }
    });

    it("rejects it when another account signed in the voter's name", async () => {
      const { dao, alice, bob, paper } = await networkHelpers.loadFixture(paperFixture);
      const forged = await signBallotPaper(bob, dao, paper);
      await expectRevert(
        dao.castVotesBySig(paper.proposalIds, paper.support, alice, forged),
        dao,
        "GovernorInvalidSignature",
        [alice.address],
      );
    });

    it("rejects one for another chain, contract, name or version", async () => {
      const { dao, votes, alice, paper } = await networkHelpers.loadFixture(paperFixture);
      const other = await deployDao(votes);
      for (const change of [
        { chainId: 1n },
        { verifyingContract: await other.getAddress() },
        { name: "OtherDAO" },
        { version: "2" },
      ]) {
        const signature = await signBallotPaper(alice, dao, paper, change);
        await expectRevert(
          dao.castVotesBySig(paper.proposalIds, paper.support, alice, signature),
          dao,
          "GovernorInvalidSignature",
          [alice.address],
        );
      }
    });

    it("rejects any nonce but the next", async () => {
      const { dao, alice, paper } = await networkHelpers.loadFixture(paperFixture);
      for (const nonce of [1n, 1n << 64n]) {
        const signature = await signBallotPaper(alice, dao, { ...paper, nonce });
        await expectRevert(
          dao.castVotesBySig(paper.proposalIds, paper.support, alice, signature),
          dao,
          "GovernorInvalidSignature",
          [alice.address],
        );
      }
    });

    it("rejects the other form of the same signature, and bytes that are no signature", async () => {
      const { dao, alice, paper, signature } = await networkHelpers.loadFixture(paperFixture);
      for (const wrong of [malleated(signature), `${signature}00`, signature.slice(0, -2), "0x"]) {
        await expectRevert(
          dao.castVotesBySig(paper.proposalIds, paper.support, alice, wrong),
          dao,
          "GovernorInvalidSignature",
          [alice.address],
        );
      }
    });

    it("rejects papers of unequal lists and empty ones although they are signed", async () => {
      const { dao, alice } = await networkHelpers.loadFixture(paperFixture);
      const papers: [bigint[], number[]][] = [
        [[], []],
        [[1n, 2n], [FOR]],
        [[1n], [FOR, FOR]],
      ];
      for (const [proposalIds, support] of papers) {
        const signature = await signBallotPaper(alice, dao, { proposalIds, support, voter: alice.address, nonce: 0n });
        await expectRevert(
          dao.castVotesBySig(proposalIds, support, alice, signature),
          dao,
          "ServiceDAOInvalidBallotPaper",
          [proposalIds.length, support.length],
        );
      }
    });

    it("looks at the lists before the signature", async () => {
      const { dao, alice, stranger } = await networkHelpers.loadFixture(paperFixture);
      const papers: [bigint[], number[]][] = [
        [[], []],
        [[1n, 2n], [FOR]],
        [[], [FOR]],
      ];
      for (const [proposalIds, support] of papers) {
        const paper = { proposalIds, support, voter: alice.address, nonce: 0n };
        for (const signature of ["0x", await signBallotPaper(stranger, dao, paper)]) {
          await expectRevert(
            dao.castVotesBySig(proposalIds, support, alice, signature),
            dao,
            "ServiceDAOInvalidBallotPaper",
            [proposalIds.length, support.length],
          );
        }
      }
    });

    it("shares its nonce with the ballots of the plain nonce", async () => {
      const { dao, alice, paper, signature } = await networkHelpers.loadFixture(paperFixture);
      const ballot = { proposalId: 3n, support: FOR, voter: alice.address, nonce: 0n };
      await dao.castVoteBySig(3n, FOR, alice, await signBallot(alice, dao, ballot));
      expect(await nonceOf(dao, alice.address)).to.equal(1n);
      await expectRevert(
        dao.castVotesBySig(paper.proposalIds, paper.support, alice, signature),
        dao,
        "GovernorInvalidSignature",
        [alice.address],
      );
      const next = await signBallotPaper(alice, dao, { ...paper, nonce: 1n });
      await dao.castVotesBySig(paper.proposalIds, paper.support, alice, next);
      expect(await nonceOf(dao, alice.address)).to.equal(2n);
    });
  });

  describe("given a smart wallet as the voter", () => {
    async function walletFixture() {
      const system = await threeActiveFixture();
      const { wallet, dao, dave } = system;
      const voter = await wallet.getAddress();
      const paper = { proposalIds: [1n, 3n], support: [AGAINST, FOR], voter, nonce: 0n };
      return { ...system, voter, paper, signature: await signBallotPaper(dave, dao, paper) };
    }

    it("counts its votes when it accepts the signature", async () => {
      const { dao, voter, dave, paper, signature } = await networkHelpers.loadFixture(walletFixture);
      await dao.castVotesBySig(paper.proposalIds, paper.support, voter, signature);
      expect(await dao.proposalVotes(1n)).to.deep.equal([parseEther("10"), 0n, 0n]);
      expect(await dao.proposalVotes(3n)).to.deep.equal([0n, parseEther("10"), 0n]);
      expect(await dao.hasVoted(1n, voter)).to.be.true;
      expect(await dao.hasVoted(1n, dave)).to.be.false;
      expect(await nonceOf(dao, voter)).to.equal(1n);
    });

    it("rejects when the wallet does not accept the signature", async () => {
      const { dao, voter, stranger, paper } = await networkHelpers.loadFixture(walletFixture);
      const signature = await signBallotPaper(stranger, dao, paper);
      await expectRevert(
        dao.castVotesBySig(paper.proposalIds, paper.support, voter, signature),
        dao,
        "GovernorInvalidSignature",
        [voter],
      );
    });

    it("rejects when the wallet reverts", async () => {
      const { dao, wallet, voter, paper, signature } = await networkHelpers.loadFixture(walletFixture);
      await wallet.setBroken(true);
      await expectRevert(
        dao.castVotesBySig(paper.proposalIds, paper.support, voter, signature),
        dao,
        "GovernorInvalidSignature",
        [voter],
      );
    });
  });
});
