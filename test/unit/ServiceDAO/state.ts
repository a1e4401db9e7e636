import { expect } from "chai";
import { networkHelpers } from "../../fixtures/chain.js";
import { activeFixture, asDao, pendingFixture, setOf, State } from "../../fixtures/dao.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import {
  ABSTAIN,
  actionsOf,
  AGAINST,
  closeVoting,
  DAY,
  FOR,
  govern,
  pass,
  passAndQueue,
  proposalOf,
  SETTINGS,
  systemFixture,
} from "../../fixtures/system.js";

const { time } = networkHelpers;
const GRACE = BigInt(SETTINGS.gracePeriod);

describe("ServiceDAO.state", () => {
  describe("given no such proposal", () => {
    it("reverts because the proposal does not exist", async () => {
      const { dao, id } = await networkHelpers.loadFixture(pendingFixture);
      for (const missing of [0n, id + 1n]) {
        await expectRevert(dao.state(missing), dao, "GovernorNonexistentProposal", [missing]);
      }
    });
  });

  describe("given a proposal that passes", () => {
    it("goes from Pending to Executed, each from its exact second on", async () => {
      const { dao, alice, proposal, id } = await networkHelpers.loadFixture(pendingFixture);
      const snapshot = await dao.proposalSnapshot(id);
      expect(await dao.state(id)).to.equal(State.Pending);
      await time.increaseTo(snapshot);
      expect(await dao.state(id)).to.equal(State.Pending);
      await time.increaseTo(snapshot + 1n);
      expect(await dao.state(id)).to.equal(State.Active);
      await dao.connect(alice).castVote(id, FOR);
      const deadline = await dao.proposalDeadline(id);
      await time.increaseTo(deadline);
      expect(await dao.state(id)).to.equal(State.Active);
      await time.increaseTo(deadline + 1n);
      expect(await dao.state(id)).to.equal(State.Succeeded);
      await dao.queue(...actionsOf(proposal));
      expect(await dao.state(id)).to.equal(State.Queued);
      await time.increaseTo(await dao.proposalEta(id));
      expect(await dao.state(id)).to.equal(State.Queued);
      await dao.execute(...actionsOf(proposal));
      expect(await dao.state(id)).to.equal(State.Executed);
      await time.increase(SETTINGS.gracePeriod * 2);
      expect(await dao.state(id)).to.equal(State.Executed);
    });
  });

  describe("given a proposal that nobody queues", () => {
    it("expires one second after the grace period from its deadline", async () => {
      const system = await networkHelpers.loadFixture(activeFixture);
      const { dao, alice, id } = system;
      await dao.connect(alice).castVote(id, FOR);
      const end = (await dao.proposalDeadline(id)) + GRACE;
      await time.increaseTo(end);
      expect(await dao.state(id)).to.equal(State.Succeeded);
      await time.increaseTo(end + 1n);
      expect(await dao.state(id)).to.equal(State.Expired);
    });
  });

  describe("given a proposal that nobody executes", () => {
    async function queuedFixture() {
      const system = await activeFixture();
      await system.dao.connect(system.alice).castVote(system.id, FOR);
      await closeVoting(system, system.id);
      await time.increase(10 * DAY);
      await system.dao.queue(...actionsOf(system.proposal));
      return { ...system, eta: await system.dao.proposalEta(system.id) };
    }

    it("expires one second after the grace period from its delay", async () => {
      const { dao, id, eta } = await networkHelpers.loadFixture(queuedFixture);
      await time.increaseTo(eta + GRACE);
      expect(await dao.state(id)).to.equal(State.Queued);
      await time.increaseTo(eta + GRACE + 1n);
      expect(await dao.state(id)).to.equal(State.Expired);
    });

    for (const [change, days] of [
      ["shorter", 1],
      ["longer", 90],
    ] as const) {
      it(`keeps the grace period of its snapshot when a ${change} one is set`, async () => {
        const system = await networkHelpers.loadFixture(queuedFixture);
        const { dao, id, eta } = system;
        await dao.connect(await asDao(system)).setGracePeriod(days * DAY);
        expect(await dao.gracePeriod()).to.equal(days * DAY);
        await time.increaseTo(eta + GRACE);
        expect(await dao.state(id)).to.equal(State.Queued);
        await time.increaseTo(eta + GRACE + 1n);
        expect(await dao.state(id)).to.equal(State.Expired);
      });
    }
  });

  describe("given a new grace period around the snapshot", () => {
    for (const [when, offset, days] of [
      ["counts in the second of the snapshot", 0n, 1n],
      ["does not count one second later", 1n, 14n],
    ] as const) {
      it(when, async () => {
        const system = await networkHelpers.loadFixture(pendingFixture);
        const { dao, alice, id } = system;
        const snapshot = await dao.proposalSnapshot(id);
        const self = dao.connect(await asDao(system));
        await time.setNextBlockTimestamp(snapshot + offset);
        await self.setGracePeriod(DAY);
        await time.increaseTo(snapshot + 2n);
        await dao.connect(alice).castVote(id, FOR);
        const end = (await dao.proposalDeadline(id)) + days * BigInt(DAY);
        await time.increaseTo(end);
        expect(await dao.state(id)).to.equal(State.Succeeded);
        await time.increaseTo(end + 1n);
        expect(await dao.state(id)).to.equal(State.Expired);
      });
    }
  });

  describe("given proposals that have expired, queued or not", () => {
    it("leaves them so when a passed proposal sets the longest grace period", async () => {
      const system = await networkHelpers.loadFixture(systemFixture);
      const { dao, stranger } = system;
      const queued = proposalOf("queued", [stranger, "0x"]);
      const unqueued = proposalOf("not queued", [stranger, "0x"]);
      const ids = [await passAndQueue(system, queued), await pass(system, unqueued)];
      await time.increase(SETTINGS.gracePeriod + 1);
      for (const id of ids) expect(await dao.state(id)).to.equal(State.Expired);

      await govern(system, [dao, dao.interface.encodeFunctionData("setGracePeriod", [90 * DAY])]);
      expect(await dao.gracePeriod()).to.equal(90 * DAY);
      for (const id of ids) expect(await dao.state(id)).to.equal(State.Expired);
      await expectRevert(dao.execute(...actionsOf(queued)), dao, "GovernorUnexpectedProposalState", [
        ids[0],
        State.Expired,
        setOf(State.Queued),
      ]);
      await expectRevert(dao.queue(...actionsOf(unqueued)), dao, "GovernorUnexpectedProposalState", [
        ids[1],
        State.Expired,
        setOf(State.Succeeded),
      ]);
    });
  });

  describe("given a proposal that fails", () => {
    it("is defeated without votes, for ever", async () => {
      const system = await networkHelpers.loadFixture(activeFixture);
      await closeVoting(system, system.id);
      expect(await system.dao.state(system.id)).to.equal(State.Defeated);
      await time.increase(SETTINGS.gracePeriod * 2);
      expect(await system.dao.state(system.id)).to.equal(State.Defeated);
    });

    it("is defeated by more against than for", async () => {
      const system = await networkHelpers.loadFixture(activeFixture);
      const { dao, alice, bob, id } = system;
      await dao.connect(alice).castVote(id, AGAINST);
      await dao.connect(bob).castVote(id, FOR);
      await closeVoting(system, id);
      expect(await dao.quorumReached(id)).to.be.true;
      expect(await dao.state(id)).to.equal(State.Defeated);
    });

    it("is defeated by abstentions alone", async () => {
      const system = await networkHelpers.loadFixture(activeFixture);
      const { dao, alice, id } = system;
      await dao.connect(alice).castVote(id, ABSTAIN);
      await closeVoting(system, id);
      expect(await dao.quorumReached(id)).to.be.true;
      expect(await dao.state(id)).to.equal(State.Defeated);
    });

    /** alice votes for with 30 SCV and `more`, bob against with 30 SCV. */
    async function tieFixture(more: bigint) {
      const system = await pendingFixture();
      const { votes, dao, alice, bob, carol, id } = system;
      await votes.connect(alice).transfer(bob, 10n * 10n ** 18n);
      await votes.connect(carol).transfer(alice, more);
      await time.increaseTo((await dao.proposalSnapshot(id)) + 1n);
      await dao.connect(alice).castVote(id, FOR);
      await dao.connect(bob).castVote(id, AGAINST);
      await closeVoting(system, id);
      return system;
    }

    async function exactTieFixture() {
      return tieFixture(0n);
    }

    async function oneMoreFixture() {
      return tieFixture(1n);
    }

    it("is defeated by a tie", async () => {
      const { dao, id } = await networkHelpers.loadFixture(exactTieFixture);
      expect(await dao.proposalVotes(id)).to.deep.equal([30n * 10n ** 18n, 30n * 10n ** 18n, 0n]);
      expect(await dao.quorumReached(id)).to.be.true;
      expect(await dao.state(id)).to.equal(State.Defeated);
    });

    it("passes with one base unit more for than against", async () => {
      const { dao, id } = await networkHelpers.loadFixture(oneMoreFixture);
      expect(await dao.state(id)).to.equal(State.Succeeded);
    });
  });
});
