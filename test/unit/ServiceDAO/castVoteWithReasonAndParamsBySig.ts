import { expect } from "chai";
import { parseEther, ZeroAddress } from "ethers";
import { keyedNonceOf, malleated, nonceOf, signExtendedBallot } from "../../fixtures/ballots.js";
import { networkHelpers } from "../../fixtures/chain.js";
import { deployDao, setOf, State, threeActiveFixture } from "../../fixtures/dao.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { AGAINST, closeVoting, FOR } from "../../fixtures/system.js";

/** The first nonce of the key of proposal 1. */
const KEYED = 1n << 64n;

/** Three open proposals and alice's two signatures for the first: by the nonce of the proposal and by the plain one. */
async function ballotFixture() {
  const system = await threeActiveFixture();
  const { dao, alice } = system;
  const ballot = {
    proposalId: 1n,
    support: FOR,
    voter: alice.address,
    nonce: KEYED,
    reason: "good",
    params: "0xc0ffee",
  };
  const plain = { ...ballot, nonce: 0n };
  return {
    ...system,
    ballot,
    signature: await signExtendedBallot(alice, dao, ballot),
    plainSignature: await signExtendedBallot(alice, dao, plain),
  };
}

describe("ServiceDAO.castVoteWithReasonAndParamsBySig", () => {
  describe("given a ballot with the proposal's own nonce", () => {
    it("counts the voter's vote and uses that nonce only", async () => {
      const { dao, alice, signature } = await networkHelpers.loadFixture(ballotFixture);
      expect(await keyedNonceOf(dao, alice.address, 1n)).to.equal(KEYED);
      await expect(dao.castVoteWithReasonAndParamsBySig(1n, FOR, alice, "good", "0xc0ffee", signature))
        .to.emit(dao, "VoteCastWithParams")
        .withArgs(alice.address, 1n, FOR, parseEther("40"), "good", "0xc0ffee");
      expect(await dao.proposalVotes(1n)).to.deep.equal([0n, parseEther("40"), 0n]);
      expect(await dao.hasVoted(1n, alice)).to.be.true;
      expect(await keyedNonceOf(dao, alice.address, 1n)).to.equal(KEYED + 1n);
      expect(await keyedNonceOf(dao, alice.address, 2n)).to.equal(2n << 64n);
      expect(await nonceOf(dao, alice.address)).to.equal(0n);
    });
  });

  describe("given a ballot with the plain nonce", () => {
    it("counts the voter's vote and uses that nonce only", async () => {
      const { dao, alice, plainSignature } = await networkHelpers.loadFixture(ballotFixture);
      await expect(dao.castVoteWithReasonAndParamsBySig(1n, FOR, alice, "good", "0xc0ffee", plainSignature))
        .to.emit(dao, "VoteCastWithParams")
        .withArgs(alice.address, 1n, FOR, parseEther("40"), "good", "0xc0ffee");
      expect(await dao.proposalVotes(1n)).to.deep.equal([0n, parseEther("40"), 0n]);
      expect(await nonceOf(dao, alice.address)).to.equal(1n);
      expect(await keyedNonceOf(dao, alice.address, 1n)).to.equal(KEYED);
    });
  });

  for (const kind of ["signature", "plainSignature"] as const) {
    describe(`given the ballot by its ${kind === "signature" ? "own" : "plain"} nonce`, () => {
      it("rejects it a second time", async () => {
        const { dao, alice, [kind]: signature } = await networkHelpers.loadFixture(ballotFixture);
        await dao.castVoteWithReasonAndParamsBySig(1n, FOR, alice, "good", "0xc0ffee", signature);
        await expectRevert(
          dao.castVoteWithReasonAndParamsBySig(1n, FOR, alice, "good", "0xc0ffee", signature),
          dao,
          "GovernorInvalidSignature",
          [alice.address],
        );
      });

      it("rejects it with another choice or another proposal", async () => {
        const { dao, alice, [kind]: signature } = await networkHelpers.loadFixture(ballotFixture);
        await expectRevert(
          dao.castVoteWithReasonAndParamsBySig(1n, AGAINST, alice, "good", "0xc0ffee", signature),
          dao,
          "GovernorInvalidSignature",
          [alice.address],
        );
        await expectRevert(
          dao.castVoteWithReasonAndParamsBySig(2n, FOR, alice, "good", "0xc0ffee", signature),
          dao,
          "GovernorInvalidSignature",
          [alice.address],
        );
      });

      it("rejects it with another reason or other params", async () => {
        const { dao, alice, [kind]: signature } = await networkHelpers.loadFixture(ballotFixture);
        await expectRevert(
          dao.castVoteWithReasonAndParamsBySig(1n, FOR, alice, "bad", "0xc0ffee", signature),
          dao,
          "GovernorInvalidSignature",
          [alice.address],
        );
        await expectRevert(
          dao.castVoteWithReasonAndParamsBySig(1n, FOR, alice, "good", "0x", signature),
          dao,
          "GovernorInvalidSignature",
          [alice.address],
        );
      });

      it("rejects it for another voter", async () => {
        const { dao, bob, [kind]: signature } = await networkHelpers.loadFixture(ballotFixture);
        for (const voter of [bob.address, ZeroAddress]) {
          await expectRevert(
            dao.castVoteWithReasonAndParamsBySig(1n, FOR, voter, "good", "0xc0ffee", signature),
            dao,
            "GovernorInvalidSignature",
            [voter],
          );
        }
      });

      it("rejects the other form of the same signature", async () => {
        const { dao, alice, [kind]: signature } = await networkHelpers.loadFixture(ballotFixture);
        await expectRevert(
          dao.castVoteWithReasonAndParamsBySig(1n, FOR, alice, "good", "0xc0ffee", malleated(signature)),
          dao,
          "GovernorInvalidSignature",
          [alice.address],
        );
      });

      it("leaves the nonces when the vote is over", async () => {
        const system = await networkHelpers.loadFixture(ballotFixture);
        const { dao, alice, [kind]: signature } = system;
        await closeVoting(system, 1n);
        await expectRevert(
          dao.castVoteWithReasonAndParamsBySig(1n, FOR, alice, "good", "0xc0ffee", signature),
          dao,
          "GovernorUnexpectedProposalState",
          [1n, State.Defeated, setOf(State.Active)],
        );
        expect(await nonceOf(dao, alice.address)).to.equal(0n);
        expect(await keyedNonceOf(dao, alice.address, 1n)).to.equal(KEYED);
      });

      it("rejects a second vote", async () => {
        const { dao, alice, [kind]: signature } = await networkHelpers.loadFixture(ballotFixture);
        await dao.connect(alice).castVote(1n, FOR);
        await expectRevert(
          dao.castVoteWithReasonAndParamsBySig(1n, FOR, alice, "good", "0xc0ffee", signature),
          dao,
          "GovernorAlreadyCastVote",
          [alice.address],
        );
      });
    });
  }

  describe("given a ballot that was signed for something else", () => {
    it("rejects another chain, contract, name or version", async () => {
      const { dao, votes, alice, ballot } = await networkHelpers.loadFixture(ballotFixture);
      const other = await deployDao(votes);
      for (const change of [
        { chainId: 1n },
        { verifyingContract: await other.getAddress() },
        { name: "OtherDAO" },
        { version: "2" },
      ]) {
        const signature = await signExtendedBallot(alice, dao, ballot, change);
        await expectRevert(
          dao.castVoteWithReasonAndParamsBySig(1n, FOR, alice, "good", "0xc0ffee", signature),
          dao,
          "GovernorInvalidSignature",
          [alice.address],
        );
      }
    });

    it("rejects the signature of another account and another nonce", async () => {
      const { dao, alice, bob, ballot } = await networkHelpers.loadFixture(ballotFixture);
      const forged = await signExtendedBallot(bob, dao, ballot);
      await expectRevert(
        dao.castVoteWithReasonAndParamsBySig(1n, FOR, alice, "good", "0xc0ffee", forged),
        dao,
        "GovernorInvalidSignature",
        [alice.address],
      );
      for (const nonce of [1n, KEYED + 1n, 2n * KEYED]) {
        const signature = await signExtendedBallot(alice, dao, { ...ballot, nonce });
        await expectRevert(
          dao.castVoteWithReasonAndParamsBySig(1n, FOR, alice, "good", "0xc0ffee", signature),
          dao,
          "GovernorInvalidSignature",
          [alice.address],
        );
      }
    });
  });

  describe("given a smart wallet as the voter", () => {
    for (const nonce of [KEYED, 0n]) {
      it(`calls the wallet about a ballot with nonce ${nonce}`, async () => {
        const { dao, wallet, dave, stranger, ballot } = await networkHelpers.loadFixture(ballotFixture);
        const voter = await wallet.getAddress();
        const walletBallot = { ...ballot, voter, nonce };
        const forged = await signExtendedBallot(stranger, dao, walletBallot);
        await expectRevert(
          dao.castVoteWithReasonAndParamsBySig(1n, FOR, voter, "good", "0xc0ffee", forged),
          dao,
          "GovernorInvalidSignature",
          [voter],
        );
        const signature = await signExtendedBallot(dave, dao, walletBallot);
        await wallet.setBroken(true);
        await expectRevert(
          dao.castVoteWithReasonAndParamsBySig(1n, FOR, voter, "good", "0xc0ffee", signature),
          dao,
          "GovernorInvalidSignature",
          [voter],
        );
        await wallet.setBroken(false);
        await dao.castVoteWithReasonAndParamsBySig(1n, FOR, voter, "good", "0xc0ffee", signature);
        expect(await dao.proposalVotes(1n)).to.deep.equal([0n, parseEther("10"), 0n]);
        expect(await nonceOf(dao, voter)).to.equal(nonce === 0n ? 1n : 0n);
        expect(await keyedNonceOf(dao, voter, 1n)).to.equal(nonce === 0n ? KEYED : KEYED + 1n);
      });
    }
  });
});
