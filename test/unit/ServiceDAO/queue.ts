import { expect } from "chai";
import { networkHelpers } from "../../fixtures/chain.js";
import { activeFixture, asDao, pendingFixture, setOf, State } from "../../fixtures/dao.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import {
  actionsOf,
  AGAINST,
  closeVoting,
  FOR,
  pass,
  proposalOf,
  SETTINGS,
  systemFixture,
} from "../../fixtures/system.js";

const { time } = networkHelpers;
const SUCCEEDED = setOf(State.Succeeded);

async function succeededFixture() {
  const system = await systemFixture();
  const proposal = proposalOf("a proposal", [system.stranger, "0x"]);
  return { ...system, proposal, id: await pass(system, proposal) };
}

describe("ServiceDAO.queue", () => {
  describe("given a proposal that succeeded", () => {
    it("stamps the second from which it can be executed, no matter who queues", async () => {
      const { dao, stranger, proposal, id } = await networkHelpers.loadFixture(succeededFixture);
      expect(await dao.state(id)).to.equal(State.Succeeded);
      const now = (await time.latest()) + 10;
      await time.setNextBlockTimestamp(now);
      await expect(dao.connect(stranger).queue(...actionsOf(proposal)))
        .to.emit(dao, "ProposalQueued")
        .withArgs(id, now + SETTINGS.executionDelay);
      expect(await dao.proposalEta(id)).to.equal(now + SETTINGS.executionDelay);
      expect(await dao.state(id)).to.equal(State.Queued);
    });

    it("rejects a second time", async () => {
      const { dao, proposal, id } = await networkHelpers.loadFixture(succeededFixture);
      await dao.queue(...actionsOf(proposal));
      const eta = await dao.proposalEta(id);
      await expectRevert(dao.queue(...actionsOf(proposal)), dao, "GovernorUnexpectedProposalState", [
        id,
        State.Queued,
        SUCCEEDED,
      ]);
      expect(await dao.proposalEta(id)).to.equal(eta);
    });

    it("uses the delay of the second in which it is queued", async () => {
      const system = await networkHelpers.loadFixture(succeededFixture);
      const { dao, proposal, id } = system;
      const self = dao.connect(await asDao(system));
      await self.setExecutionDelay(3_600n);
      await dao.queue(...actionsOf(proposal));
      const eta = (await time.latest()) + 3_600;
      await self.setExecutionDelay(7_200n);
      expect(await dao.proposalEta(id)).to.equal(eta);
    });

    it("queues in the last second of the grace period and not one later", async () => {
      const { dao, proposal, id } = await networkHelpers.loadFixture(succeededFixture);
      const end = (await dao.proposalDeadline(id)) + BigInt(SETTINGS.gracePeriod);
      const last = await networkHelpers.takeSnapshot();
      await time.setNextBlockTimestamp(end);
      await dao.queue(...actionsOf(proposal));
      expect(await dao.state(id)).to.equal(State.Queued);
      await last.restore();
      await time.setNextBlockTimestamp(end + 1n);
      await expectRevert(dao.queue(...actionsOf(proposal)), dao, "GovernorUnexpectedProposalState", [
        id,
        State.Expired,
        SUCCEEDED,
      ]);
    });
  });

  describe("given a proposal that has not succeeded", () => {
    it("rejects it while it is pending", async () => {
      const { dao, proposal, id } = await networkHelpers.loadFixture(pendingFixture);
      await expectRevert(dao.queue(...actionsOf(proposal)), dao, "GovernorUnexpectedProposalState", [
        id,
        State.Pending,
        SUCCEEDED,
      ]);
    });

    it("rejects it while it is open, in the last second too", async () => {
      const { dao, alice, proposal, id } = await networkHelpers.loadFixture(activeFixture);
      await dao.connect(alice).castVote(id, FOR);
      await time.setNextBlockTimestamp(await dao.proposalDeadline(id));
      await expectRevert(dao.queue(...actionsOf(proposal)), dao, "GovernorUnexpectedProposalState", [
        id,
        State.Active,
        SUCCEEDED,
      ]);
    });

    it("rejects it when it was defeated", async () => {
      const system = await networkHelpers.loadFixture(activeFixture);
      const { dao, alice, proposal, id } = system;
      await dao.connect(alice).castVote(id, AGAINST);
      await closeVoting(system, id);
      await expectRevert(dao.queue(...actionsOf(proposal)), dao, "GovernorUnexpectedProposalState", [
        id,
        State.Defeated,
        SUCCEEDED,
      ]);
    });

    it("rejects it when it was canceled", async () => {
      const { dao, guardian, proposal, id } = await networkHelpers.loadFixture(succeededFixture);
      await dao.connect(guardian).cancel(...actionsOf(proposal));
      await expectRevert(dao.queue(...actionsOf(proposal)), dao, "GovernorUnexpectedProposalState", [
        id,
        State.Canceled,
        SUCCEEDED,
      ]);
    });

    it("rejects what was never proposed", async () => {
      const { dao, proposal } = await networkHelpers.loadFixture(succeededFixture);
      await expectRevert(
        dao.queue(...actionsOf({ ...proposal, description: "another" })),
        dao,
        "GovernorNonexistentProposal",
        [0n],
      );
    });
  });
});
