import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { networkHelpers } from "../../fixtures/chain.js";
import { activeFixture, asDao, pendingFixture, setOf, State } from "../../fixtures/dao.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { actionsOf, closeVoting, FOR, systemFixture, type Proposal, type System } from "../../fixtures/system.js";

const { time } = networkHelpers;

/** States in which the guardian can still cancel. */
const CANCELABLE = setOf(State.Pending, State.Active, State.Defeated, State.Succeeded, State.Queued);

type Case = System & { proposal: Proposal; id: bigint };

async function defeatedFixture(): Promise<Case> {
  const system = await activeFixture();
  await closeVoting(system, system.id);
  return system;
}

async function succeededFixture(): Promise<Case> {
  const system = await activeFixture();
  await system.dao.connect(system.alice).castVote(system.id, FOR);
  await closeVoting(system, system.id);
  return system;
}

async function queuedFixture(): Promise<Case> {
  const system = await succeededFixture();
  await system.dao.queue(...actionsOf(system.proposal));
  return system;
}

async function executedFixture(): Promise<Case> {
  const system = await queuedFixture();
  await time.increaseTo(await system.dao.proposalEta(system.id));
  await system.dao.execute(...actionsOf(system.proposal));
  return system;
}

async function expiredFixture(): Promise<Case> {
  const system = await succeededFixture();
  const [deadline, grace] = [await system.dao.proposalDeadline(system.id), await system.dao.gracePeriod()];
  await time.increaseTo(deadline + grace + 1n);
  return system;
}

async function canceledFixture(): Promise<Case> {
  const system = await pendingFixture();
  await system.dao.connect(system.alice).cancel(...actionsOf(system.proposal));
  return system;
}

const AFTER_PENDING: [string, bigint, () => Promise<Case>][] = [
  ["active", State.Active, activeFixture],
  ["defeated", State.Defeated, defeatedFixture],
  ["succeeded", State.Succeeded, succeededFixture],
  ["queued", State.Queued, queuedFixture],
];

describe("ServiceDAO.cancel", () => {
  describe("given a pending proposal", () => {
    it("lets its proposer cancel it", async () => {
      const { dao, alice, proposal, id } = await networkHelpers.loadFixture(pendingFixture);
      await expect(dao.connect(alice).cancel(...actionsOf(proposal)))
        .to.emit(dao, "ProposalCanceled")
        .withArgs(id);
      expect(await dao.state(id)).to.equal(State.Canceled);
    });

    it("lets its proposer cancel it in the second of the snapshot, the last before the vote", async () => {
      const { dao, alice, proposal, id } = await networkHelpers.loadFixture(pendingFixture);
      await time.setNextBlockTimestamp(await dao.proposalSnapshot(id));
      await dao.connect(alice).cancel(...actionsOf(proposal));
      expect(await dao.state(id)).to.equal(State.Canceled);
    });

    it("rejects its proposer one second later", async () => {
      const { dao, alice, proposal, id } = await networkHelpers.loadFixture(pendingFixture);
      await time.setNextBlockTimestamp((await dao.proposalSnapshot(id)) + 1n);
      await expectRevert(dao.connect(alice).cancel(...actionsOf(proposal)), dao, "GovernorUnableToCancel", [
        id,
        alice.address,
      ]);
    });

    it("lets the guardian cancel it", async () => {
      const { dao, guardian, proposal, id } = await networkHelpers.loadFixture(pendingFixture);
      await expect(dao.connect(guardian).cancel(...actionsOf(proposal)))
        .to.emit(dao, "ProposalCanceled")
        .withArgs(id);
      expect(await dao.state(id)).to.equal(State.Canceled);
    });

    it("rejects everyone else", async () => {
      const { dao, bob, stranger, proposal, id } = await networkHelpers.loadFixture(pendingFixture);
      for (const caller of [bob, stranger]) {
        await expectRevert(dao.connect(caller).cancel(...actionsOf(proposal)), dao, "GovernorUnableToCancel", [
          id,
          caller.address,
        ]);
      }
    });

    it("rejects what was never proposed", async () => {
      const { dao, guardian, proposal } = await networkHelpers.loadFixture(pendingFixture);
      await expectRevert(
        dao.connect(guardian).cancel(...actionsOf({ ...proposal, description: "another" })),
        dao,
        "GovernorNonexistentProposal",
        [0n],
      );
    });
  });

  for (const [name, state, fixture] of AFTER_PENDING) {
    describe(`given a proposal that is ${name}`, () => {
      it("lets the guardian cancel it", async () => {
        const { dao, guardian, proposal, id } = await networkHelpers.loadFixture(fixture);
        expect(await dao.state(id)).to.equal(state);
        await expect(dao.connect(guardian).cancel(...actionsOf(proposal)))
          .to.emit(dao, "ProposalCanceled")
          .withArgs(id);
        expect(await dao.state(id)).to.equal(State.Canceled);
      });

      it("rejects its proposer", async () => {
        const { dao, alice, proposal, id } = await networkHelpers.loadFixture(fixture);
        await expectRevert(dao.connect(alice).cancel(...actionsOf(proposal)), dao, "GovernorUnableToCancel", [
          id,
          alice.address,
        ]);
        expect(await dao.state(id)).to.equal(state);
      });

      it("rejects its proposer when there is no guardian", async () => {
        const system = await networkHelpers.loadFixture(fixture);
        const { dao, alice, proposal, id } = system;
        await dao.connect(await asDao(system)).setProposalGuardian(ZeroAddress);
        expect(await dao.proposalGuardian()).to.equal(ZeroAddress);
        await expectRevert(dao.connect(alice).cancel(...actionsOf(proposal)), dao, "GovernorUnableToCancel", [
          id,
          alice.address,
        ]);
      });

      it("rejects a guardian that was removed", async () => {
        const system = await networkHelpers.loadFixture(fixture);
        const { dao, guardian, proposal, id } = system;
        await dao.connect(await asDao(system)).setProposalGuardian(ZeroAddress);
        await expectRevert(dao.connect(guardian).cancel(...actionsOf(proposal)), dao, "GovernorUnableToCancel", [
          id,
          guardian.address,
        ]);
      });
    });
  }

  for (const [name, state, fixture] of [
    ["executed", State.Executed, executedFixture],
    ["expired", State.Expired, expiredFixture],
    ["canceled", State.Canceled, canceledFixture],
  ] as const) {
    describe(`given a proposal that is ${name}`, () => {
      it("rejects the guardian", async () => {
        const { dao, guardian, proposal, id } = await networkHelpers.loadFixture(fixture);
        await expectRevert(
          dao.connect(guardian).cancel(...actionsOf(proposal)),
          dao,
          "GovernorUnexpectedProposalState",
          [id, state, CANCELABLE],
        );
      });
    });
  }

  describe("given the end of the guardian's power", () => {
    /** A pending proposal in the last days of the guardian. */
    async function lastDaysFixture() {
      const system = await systemFixture();
      const { dao, alice, stranger, settings } = system;
      const end = BigInt(settings.guardianUntil);
      await time.increaseTo(end - 1000n);
      const proposal = { targets: [stranger], values: [0n], calldatas: ["0x"], description: "late" };
      await dao.connect(alice).propose(proposal.targets, proposal.values, proposal.calldatas, proposal.description);
      return { ...system, end, proposal, id: 1n };
    }

    it("lets the guardian cancel in the second before", async () => {
      const { dao, guardian, end, proposal, id } = await networkHelpers.loadFixture(lastDaysFixture);
      await time.setNextBlockTimestamp(end - 1n);
      await dao.connect(guardian).cancel(...actionsOf(proposal));
      expect(await dao.state(id)).to.equal(State.Canceled);
    });

    it("rejects the guardian from that second on", async () => {
      const { dao, guardian, end, proposal, id } = await networkHelpers.loadFixture(lastDaysFixture);
      await time.setNextBlockTimestamp(end);
      await expectRevert(dao.connect(guardian).cancel(...actionsOf(proposal)), dao, "GovernorUnableToCancel", [
        id,
        guardian.address,
      ]);
    });

    it("does not let the proposer throw away a vote that was won", async () => {
      const system = await networkHelpers.loadFixture(lastDaysFixture);
      const { dao, alice, proposal, id } = system;
      await time.increaseTo((await dao.proposalSnapshot(id)) + 1n);
      await dao.connect(alice).castVote(id, FOR);
      await closeVoting(system, id);
      expect(await dao.state(id)).to.equal(State.Succeeded);
      expect(await dao.proposalGuardian()).to.equal(ZeroAddress);
      await expectRevert(dao.connect(alice).cancel(...actionsOf(proposal)), dao, "GovernorUnableToCancel", [
        id,
        alice.address,
      ]);
    });
  });
});
