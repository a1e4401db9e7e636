import { expect } from "chai";
import { parseEther } from "ethers";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { asDao, deployDao, pendingFixture, State } from "../../fixtures/dao.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { actionsOf, propose, proposalOf, SETTINGS, systemFixture } from "../../fixtures/system.js";

const { time } = networkHelpers;

/** bob proposes and cancels at once what alice is about to propose. */
async function griefedFixture() {
  const system = await systemFixture();
  const { dao, bob, stranger } = system;
  const proposal = proposalOf("pay the team", [stranger, "0x"]);
  const { targets, values, calldatas, description } = proposal;
  await dao.connect(bob).propose(targets, values, calldatas, description);
  await dao.connect(bob).cancel(...actionsOf(proposal));
  return { ...system, proposal };
}

describe("ServiceDAO.propose", () => {
  describe("given a member with enough votes", () => {
    it("creates a proposal with the next id and logs all its fields", async () => {
      const { dao, coin, alice, stranger } = await networkHelpers.loadFixture(systemFixture);
      const targets = [stranger.address, await coin.getAddress()];
      const calldatas = ["0x", "0x1234"];
      const now = (await time.latest()) + 10;
      await time.setNextBlockTimestamp(now);
      const start = now + SETTINGS.votingDelay;
      await expect(dao.connect(alice).propose(targets, [5n, 0n], calldatas, "two calls"))
        .to.emit(dao, "ProposalCreated")
        .withArgs(
          1n,
          alice.address,
          targets,
          [5n, 0n],
          ["", ""],
          calldatas,
          start,
          start + SETTINGS.votingPeriod,
          "two calls",
        );
      expect(await dao.state(1n)).to.equal(State.Pending);
      expect(await dao.proposalProposer(1n)).to.equal(alice.address);
      expect(await dao.proposalSnapshot(1n)).to.equal(start);
      expect(await dao.proposalDeadline(1n)).to.equal(start + SETTINGS.votingPeriod);
      expect(await dao.proposalEta(1n)).to.equal(0n);
      expect(await dao.latestProposalId()).to.equal(1n);
      expect(await dao.getProposalId(targets, [5n, 0n], calldatas, ethers.id("two calls"))).to.equal(1n);
    });

    it("counts ids up from 1", async () => {
      const system = await networkHelpers.loadFixture(systemFixture);
      for (const id of [1n, 2n, 3n]) {
        expect(await propose(system, proposalOf(id.toString(), [system.stranger, "0x"]))).to.equal(id);
      }
    });

    it("rejects a proposal without calls", async () => {
      const { dao, alice } = await networkHelpers.loadFixture(systemFixture);
      await expectRevert(dao.connect(alice).propose([], [], [], "nothing"), dao, "GovernorInvalidProposalLength", [
        0n,
        0n,
        0n,
      ]);
    });

    it("rejects lists of unequal length", async () => {
      const { dao, alice, bob } = await networkHelpers.loadFixture(systemFixture);
      const lists = [
        [[alice, bob], [0n], ["0x"]],
        [[alice], [0n, 0n], ["0x"]],
        [[alice], [0n], ["0x", "0x"]],
      ] as const;
      for (const [targets, values, calldatas] of lists) {
        await expectRevert(
          dao.connect(alice).propose([...targets], [...values], [...calldatas], "unequal"),
          dao,
          "GovernorInvalidProposalLength",
          [targets.length, calldatas.length, values.length],
        );
      }
    });

    it("rejects the same proposal twice", async () => {
      const system = await networkHelpers.loadFixture(pendingFixture);
      const { dao, id, proposal } = system;
      await expectRevert(propose(system, proposal), dao, "GovernorUnexpectedProposalState", [
        id,
        State.Pending,
        ethers.ZeroHash,
      ]);
      expect(await dao.latestProposalId()).to.equal(id);
    });
  });

  describe("given the threshold", () => {
    async function thresholdFixture() {
      const system = await systemFixture();
      await system.votes.connect(system.carol).transfer(system.dave, SETTINGS.proposalThreshold);
      await networkHelpers.mine();
      return system;
    }

    it("lets a member propose who has it exactly", async () => {
      const { dao, dave } = await networkHelpers.loadFixture(thresholdFixture);
      expect(await dao.getVotes(dave, (await time.latest()) - 1)).to.equal(SETTINGS.proposalThreshold);
      await dao.connect(dave).propose([dave], [0n], ["0x"], "just enough");
      expect(await dao.proposalProposer(1n)).to.equal(dave.address);
    });

    it("rejects a member who is one base unit below", async () => {
      const { dao, votes, dave, carol } = await networkHelpers.loadFixture(thresholdFixture);
      await votes.connect(dave).transfer(carol, 1n);
      await networkHelpers.mine();
      await expectRevert(
        dao.connect(dave).propose([dave], [0n], ["0x"], "too little"),
        dao,
        "GovernorInsufficientProposerVotes",
        [dave.address, SETTINGS.proposalThreshold - 1n, SETTINGS.proposalThreshold],
      );
    });

    it("rejects coins that are locked in the same transaction", async () => {
      const { dao, votes, coin, dave } = await networkHelpers.loadFixture(systemFixture);
      const flash = await ethers.deployContract("FlashVoter", [dao, votes]);
      await coin.connect(dave).transfer(flash, parseEther("10"));
      await expectRevert(flash.propose(parseEther("10"), dave), dao, "GovernorInsufficientProposerVotes", [
        flash.target,
        0n,
        SETTINGS.proposalThreshold,
      ]);
    });

    it("lets anyone propose when it is 0", async () => {
      const { votes, stranger } = await networkHelpers.loadFixture(systemFixture);
      const dao = await deployDao(votes, { proposalThreshold: 0n });
      await dao.connect(stranger).propose([stranger], [0n], ["0x"], "mine");
      expect(await dao.proposalProposer(1n)).to.equal(stranger.address);
    });
  });

  describe("given someone who proposes the same first and cancels it", () => {
    it("blocks a proposal that does not name its proposer", async () => {
      const system = await networkHelpers.loadFixture(griefedFixture);
      await expectRevert(propose(system, system.proposal), system.dao, "GovernorUnexpectedProposalState", [
        1n,
        State.Canceled,
        ethers.ZeroHash,
      ]);
    });

    it("cannot do so with a description that names its proposer", async () => {
      const system = await networkHelpers.loadFixture(systemFixture);
      const { dao, alice, bob, stranger } = system;
      const proposal = proposalOf(`pay the team #proposer=${alice.address}`, [stranger, "0x"]);
      const { targets, values, calldatas, description } = proposal;
      await expectRevert(
        dao.connect(bob).propose(targets, values, calldatas, description),
        dao,
        "GovernorRestrictedProposer",
        [bob.address],
      );
      expect(await propose(system, proposal)).to.equal(1n);
      expect(await dao.proposalProposer(1n)).to.equal(alice.address);
    });

    it("can still do so when the name is not an address or does not come last", async () => {
      const { dao, alice, bob, stranger } = await networkHelpers.loadFixture(systemFixture);
      const broken = `pay #proposer=0x${"z".repeat(40)}`;
      for (const description of [broken, `#proposer=${alice.address} pay`]) {
        await dao.connect(bob).propose([stranger], [0n], ["0x"], description);
        expect(await dao.proposalProposer(await dao.latestProposalId())).to.equal(bob.address);
      }
    });
  });

  describe("given new settings by vote", () => {
    it("uses them for proposals from then on and not for earlier ones", async () => {
      const system = await networkHelpers.loadFixture(pendingFixture);
      const { dao, id } = system;
      const [snapshot, deadline] = [await dao.proposalSnapshot(id), await dao.proposalDeadline(id)];
      const self = dao.connect(await asDao(system));
      await self.setVotingDelay(3_607n);
      await self.setVotingPeriod(3_609n);
      const next = await propose(system, proposalOf("next", [system.stranger, "0x"]));
      const now = await time.latest();
      expect(await dao.proposalSnapshot(next)).to.equal(now + 3_607);
      expect(await dao.proposalDeadline(next)).to.equal(now + 7_216);
      expect(await dao.proposalSnapshot(id)).to.equal(snapshot);
      expect(await dao.proposalDeadline(id)).to.equal(deadline);
    });
  });
});

describe("ServiceDAO.getProposalId", () => {
  describe("given no such proposal", () => {
    it("reverts because the proposal does not exist", async () => {
      const { dao, proposal } = await networkHelpers.loadFixture(pendingFixture);
      await expectRevert(
        dao.getProposalId(...actionsOf({ ...proposal, description: "another" })),
        dao,
        "GovernorNonexistentProposal",
        [0n],
      );
    });
  });
});
