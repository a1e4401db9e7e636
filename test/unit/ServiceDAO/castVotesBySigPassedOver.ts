import { expect } from "chai";
import { parseEther } from "ethers";
import { nonceOf, signBallotPaper } from "../../fixtures/ballots.js";
import { networkHelpers } from "../../fixtures/chain.js";
import { setOf, State, threeActiveFixture } from "../../fixtures/dao.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import {
  ABSTAIN,
  actionsOf,
  AGAINST,
  closeVoting,
  FOR,
  openVoting,
  pass,
  passAndQueue,
  propose,
  proposalOf,
  SETTINGS,
  systemFixture,
  type Proposal,
  type System,
} from "../../fixtures/system.js";

const { time } = networkHelpers;
const CAROL = parseEther("10");

/** Ways to close a proposal on which carol has not voted. */
const CLOSINGS: [keyof typeof State, (system: System, proposal: Proposal) => Promise<unknown>][] = [
  [
    "Canceled",
    async (system, proposal) => {
      await openVoting(system, await propose(system, proposal));
      return system.dao.connect(system.guardian).cancel(...actionsOf(proposal));
    },
  ],
  ["Defeated", async (system, proposal) => closeVoting(system, await propose(system, proposal))],
  ["Succeeded", pass],
  ["Queued", passAndQueue],
  [
    "Executed",
    async (system, proposal) => {
      await passAndQueue(system, proposal);
      return system.dao.execute(...actionsOf(proposal));
    },
  ],
  [
    "Expired",
    async (system, proposal) => {
      await pass(system, proposal);
      return time.increase(SETTINGS.gracePeriod + 1);
    },
  ],
];

/** Signs a paper and submits it as a stranger. */
async function submit(
  { dao, stranger }: System,
  voter: System["carol"],
  proposalIds: bigint[],
  support: number[],
  nonce = 0n,
) {
  const signature = await signBallotPaper(voter, dao, { proposalIds, support, voter: voter.address, nonce });
  return dao.connect(stranger).castVotesBySig(proposalIds, support, voter, signature);
}

describe("ServiceDAO.castVotesBySig on proposals that are not open", () => {
  for (const [state, close] of CLOSINGS) {
    describe(`given one that is ${state.toLowerCase()}`, () => {
      const closedFixture = async () => {
        const system = await systemFixture();
        const { stranger } = system;
        await close(system, proposalOf("closed", [stranger, "0x"]));
        await openVoting(system, await propose(system, proposalOf("open", [stranger, "0x"])));
        expect(await system.dao.state(1n)).to.equal(State[state]);
        expect(await system.dao.state(2n)).to.equal(State.Active);
        return system;
      };

      for (const [place, ids, support] of [
        ["before", [1n, 2n], [AGAINST, FOR]],
        ["after", [2n, 1n], [FOR, AGAINST]],
      ] as const) {
        it(`passes it over ${place} one that is open, which counts`, async () => {
          const system = await networkHelpers.loadFixture(closedFixture);
          const { dao, carol } = system;
          const before = await dao.proposalVotes(1n);
          const tx = await submit(system, carol, [...ids], [...support]);
          expect(await eventsOf(tx, dao)).to.deep.equal([["VoteCast", carol.address, 2n, BigInt(FOR), CAROL, ""]]);
          expect(await dao.proposalVotes(1n)).to.deep.equal(before);
          expect(await dao.proposalVotes(2n)).to.deep.equal([0n, CAROL, 0n]);
          expect(await dao.hasVoted(1n, carol)).to.be.false;
          expect(await nonceOf(dao, carol.address)).to.equal(1n);
        });
      }

      it("rejects a ballot paper with nothing else on it, and keeps the nonce", async () => {
        const system = await networkHelpers.loadFixture(closedFixture);
        const { dao, carol } = system;
        await expectRevert(submit(system, carol, [1n], [FOR]), dao, "ServiceDAONothingToVote", [carol.address]);
        expect(await nonceOf(dao, carol.address)).to.equal(0n);
        await submit(system, carol, [2n], [ABSTAIN]);
        expect(await dao.proposalVotes(2n)).to.deep.equal([0n, 0n, CAROL]);
      });
    });
  }

  describe("given proposals of which the voting ends", () => {
    it("counts in the last second and not one later", async () => {
      const system = await networkHelpers.loadFixture(threeActiveFixture);
      const { dao, alice, carol } = system;
      const deadline = await dao.proposalDeadline(1n);
      await time.setNextBlockTimestamp(deadline);
      await submit(system, carol, [1n, 2n], [FOR, FOR]);
      expect(await dao.proposalVotes(1n)).to.deep.equal([0n, CAROL, 0n]);
      // The late quorum extends both; the third ends as planned.
      const end = await dao.proposalDeadline(3n);
      await time.setNextBlockTimestamp(end + 1n);
      await submit(system, alice, [3n, 1n], [FOR, AGAINST]);
      expect(await dao.proposalVotes(3n)).to.deep.equal([0n, 0n, 0n]);
      expect(await dao.proposalVotes(1n)).to.deep.equal([parseEther("40"), CAROL, 0n]);
    });
  });

  describe("given proposals on which the voter has voted", () => {
    it("passes them over, keeps the vote and counts the rest", async () => {
      const system = await networkHelpers.loadFixture(threeActiveFixture);
      const { dao, carol } = system;
      await dao.connect(carol).castVote(2n, AGAINST);
      const tx = await submit(system, carol, [1n, 2n, 3n], [FOR, FOR, ABSTAIN]);
      expect(await eventsOf(tx, dao)).to.deep.equal([
        ["VoteCast", carol.address, 1n, BigInt(FOR), CAROL, ""],
        ["VoteCast", carol.address, 3n, BigInt(ABSTAIN), CAROL, ""],
      ]);
      expect(await dao.proposalVotes(1n)).to.deep.equal([0n, CAROL, 0n]);
      expect(await dao.proposalVotes(2n)).to.deep.equal([CAROL, 0n, 0n]);
      expect(await dao.proposalVotes(3n)).to.deep.equal([0n, 0n, CAROL]);
    });

    it("counts the first of two votes on the same proposal", async () => {
      const system = await networkHelpers.loadFixture(threeActiveFixture);
      const { dao, carol } = system;
      const tx = await submit(system, carol, [1n, 1n, 2n], [FOR, AGAINST, AGAINST]);
      expect(await eventsOf(tx, dao)).to.deep.equal([
        ["VoteCast", carol.address, 1n, BigInt(FOR), CAROL, ""],
        ["VoteCast", carol.address, 2n, BigInt(AGAINST), CAROL, ""],
      ]);
      expect(await dao.proposalVotes(1n)).to.deep.equal([0n, CAROL, 0n]);
      expect(await dao.proposalVotes(2n)).to.deep.equal([CAROL, 0n, 0n]);
    });

    it("rejects a paper of nothing else, and leaves the nonce", async () => {
      const system = await networkHelpers.loadFixture(threeActiveFixture);
      const { dao, carol } = system;
      await dao.connect(carol).castVotes([1n, 2n], [FOR, FOR]);
      await expectRevert(submit(system, carol, [1n, 2n], [AGAINST, AGAINST]), dao, "ServiceDAONothingToVote", [
        carol.address,
      ]);
      expect(await nonceOf(dao, carol.address)).to.equal(0n);
      expect(await dao.proposalVotes(1n)).to.deep.equal([0n, CAROL, 0n]);
    });

    it("does not pass over what others have voted on", async () => {
      const system = await networkHelpers.loadFixture(threeActiveFixture);
      const { dao, alice, carol, stranger } = system;
      for (const other of [alice, stranger]) await dao.connect(other).castVote(1n, FOR);
      await submit(system, carol, [1n], [AGAINST]);
      expect(await dao.proposalVotes(1n)).to.deep.equal([CAROL, parseEther("40"), 0n]);
    });
  });

  describe("given one that is still pending", () => {
    async function pendingFourthFixture() {
      const system = await threeActiveFixture();
      const id = await propose(system, proposalOf("four", [system.stranger, "0x"]));
      return { ...system, snapshot: await system.dao.proposalSnapshot(id) };
    }

    it("rejects the whole, in the last second too, and leaves the nonce", async () => {
      const system = await networkHelpers.loadFixture(pendingFourthFixture);
      const { dao, carol, snapshot } = system;
      for (const ids of [
        [1n, 4n],
        [4n, 1n],
      ]) {
        await expectRevert(submit(system, carol, ids, [FOR, FOR]), dao, "GovernorUnexpectedProposalState", [
          4n,
          State.Pending,
          setOf(State.Active),
        ]);
      }
      await time.setNextBlockTimestamp(snapshot);
      await expectRevert(submit(system, carol, [1n, 4n], [FOR, FOR]), dao, "GovernorUnexpectedProposalState", [
        4n,
        State.Pending,
        setOf(State.Active),
      ]);
      expect(await dao.hasVoted(1n, carol)).to.be.false;
      expect(await nonceOf(dao, carol.address)).to.equal(0n);
      await time.setNextBlockTimestamp(snapshot + 1n);
      await submit(system, carol, [1n, 4n], [FOR, FOR]);
      expect(await dao.proposalVotes(4n)).to.deep.equal([0n, CAROL, 0n]);
    });
  });

  describe("given a proposal that does not exist or an invalid choice", () => {
    it("rejects the whole, and leaves the nonce", async () => {
      const system = await networkHelpers.loadFixture(threeActiveFixture);
      const { dao, carol } = system;
      for (const missing of [0n, 4n]) {
        await expectRevert(submit(system, carol, [1n, missing], [FOR, FOR]), dao, "GovernorNonexistentProposal", [
          missing,
        ]);
      }
      await expectRevert(submit(system, carol, [1n, 2n], [FOR, 3]), dao, "GovernorInvalidVoteType");
      expect(await dao.hasVoted(1n, carol)).to.be.false;
      expect(await nonceOf(dao, carol.address)).to.equal(0n);
    });
  });
});
