import { expect } from "chai";
import { parseEther } from "ethers";
import { at } from "../../fixtures/at.js";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { activeFixture, deployDao, setOf, State } from "../../fixtures/dao.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { actionsOf, pass, passAndQueue, proposalOf, SETTINGS, systemFixture } from "../../fixtures/system.js";

const { time } = networkHelpers;
const QUEUED = setOf(State.Queued);

/** A proposal of two calls that is queued; its delay is not yet over. */
async function queuedFixture() {
  const system = await systemFixture();
  const { dao } = system;
  const target = await ethers.deployContract("CallTarget");
  const encode = (number: bigint) => target.interface.encodeFunctionData("call", [number]);
  const proposal = proposalOf("two calls", [target, encode(1n)], [target, encode(2n)]);
  const id = await pass(system, proposal);
  await dao.queue(...actionsOf(proposal));
  return { ...system, target, proposal, id, eta: await dao.proposalEta(id) };
}

async function dueFixture() {
  const system = await queuedFixture();
  await time.increaseTo(system.eta);
  return system;
}

describe("ServiceDAO.execute", () => {
  describe("given a proposal that is queued", () => {
    it("rejects one second before the delay is over", async () => {
      const { dao, proposal, id, eta } = await networkHelpers.loadFixture(queuedFixture);
      await time.setNextBlockTimestamp(eta - 1n);
      await expectRevert(dao.execute(...actionsOf(proposal)), dao, "ServiceDAOExecutionTooEarly", [id, eta]);
      expect(await dao.state(id)).to.equal(State.Queued);
    });

    it("makes every call as the DAO in the second in which the delay ends, no matter who executes", async () => {
      const { dao, target, stranger, proposal, id, eta } = await networkHelpers.loadFixture(queuedFixture);
      await time.setNextBlockTimestamp(eta);
      const tx = dao.connect(stranger).execute(...actionsOf(proposal));
      await expect(tx).to.emit(target, "Called").withArgs(dao.target, 0n, 1n);
      await expect(tx).to.emit(target, "Called").withArgs(dao.target, 0n, 2n);
      await expect(tx).to.emit(dao, "ProposalExecuted").withArgs(id);
      expect(await dao.state(id)).to.equal(State.Executed);
    });

    it("executes in the last second of the grace period", async () => {
      const { dao, proposal, id, eta } = await networkHelpers.loadFixture(queuedFixture);
      await time.setNextBlockTimestamp(eta + BigInt(SETTINGS.gracePeriod));
      await dao.execute(...actionsOf(proposal));
      expect(await dao.state(id)).to.equal(State.Executed);
    });

    it("rejects one second later", async () => {
      const { dao, proposal, id, eta } = await networkHelpers.loadFixture(queuedFixture);
      await time.setNextBlockTimestamp(eta + BigInt(SETTINGS.gracePeriod) + 1n);
      await expectRevert(dao.execute(...actionsOf(proposal)), dao, "GovernorUnexpectedProposalState", [
        id,
        State.Expired,
        QUEUED,
      ]);
    });

    it("rejects a second time", async () => {
      const { dao, proposal, id } = await networkHelpers.loadFixture(dueFixture);
      await dao.execute(...actionsOf(proposal));
      await expectRevert(dao.execute(...actionsOf(proposal)), dao, "GovernorUnexpectedProposalState", [
        id,
        State.Executed,
        QUEUED,
      ]);
    });

    it("rejects other calls and another description", async () => {
      const { dao, stranger, proposal } = await networkHelpers.loadFixture(dueFixture);
      for (const change of [
        { description: "three calls" },
        { targets: [stranger, at(proposal.targets, 1)] },
        { values: [1n, 0n] },
        { calldatas: ["0x", at(proposal.calldatas, 1)] },
      ]) {
        await expectRevert(dao.execute(...actionsOf({ ...proposal, ...change })), dao, "GovernorNonexistentProposal", [
          0n,
        ]);
      }
    });

    it("rejects when the guardian canceled it", async () => {
      const { dao, guardian, proposal, id } = await networkHelpers.loadFixture(dueFixture);
      await dao.connect(guardian).cancel(...actionsOf(proposal));
      await expectRevert(dao.execute(...actionsOf(proposal)), dao, "GovernorUnexpectedProposalState", [
        id,
        State.Canceled,
        QUEUED,
      ]);
    });
  });

  describe("given a proposal that is not queued", () => {
    it("rejects it when it has only succeeded", async () => {
      const system = await networkHelpers.loadFixture(systemFixture);
      const proposal = proposalOf("a proposal", [system.stranger, "0x"]);
      const id = await pass(system, proposal);
      await expectRevert(system.dao.execute(...actionsOf(proposal)), system.dao, "GovernorUnexpectedProposalState", [
        id,
        State.Succeeded,
        QUEUED,
      ]);
    });

    it("rejects it while it is open", async () => {
      const { dao, proposal, id } = await networkHelpers.loadFixture(activeFixture);
      await expectRevert(dao.execute(...actionsOf(proposal)), dao, "GovernorUnexpectedProposalState", [
        id,
        State.Active,
        QUEUED,
      ]);
    });
  });

  describe("given a delay of 0", () => {
    it("can be executed in the second of queueing", async () => {
      const system = await networkHelpers.loadFixture(systemFixture);
      const { votes, stranger } = system;
      const dao = await deployDao(votes, { executionDelay: 0 });
      const proposal = proposalOf("at once", [stranger, "0x"]);
      const id = await pass({ ...system, dao }, proposal);
      await dao.queue(...actionsOf(proposal));
      expect(await dao.proposalEta(id)).to.equal(await time.latest());
      await dao.execute(...actionsOf(proposal));
      expect(await dao.state(id)).to.equal(State.Executed);
    });
  });

  describe("given calls with ether", () => {
    async function etherFixture() {
      const system = await systemFixture();
      const target = await ethers.deployContract("CallTarget");
      const data = target.interface.encodeFunctionData("call", [3n]);
      const proposal = { targets: [target], values: [500n], calldatas: [data], description: "with ether" };
      const id = await passAndQueue(system, proposal);
      return { ...system, target, proposal, id };
    }

    it("sends what comes with the transaction", async () => {
      const { dao, target, stranger, proposal } = await networkHelpers.loadFixture(etherFixture);
      const tx = dao.connect(stranger).execute(...actionsOf(proposal), { value: 500n });
      await expect(tx).to.emit(target, "Called").withArgs(dao.target, 500n, 3n);
      await expect(tx).to.changeEtherBalances(ethers, [stranger, dao, target], [-500n, 0n, 500n]);
    });

    it("sends what the DAO holds", async () => {
      const { dao, target, stranger, proposal } = await networkHelpers.loadFixture(etherFixture);
      await stranger.sendTransaction({ to: dao, value: 600n });
      await expect(dao.execute(...actionsOf(proposal))).to.changeEtherBalances(ethers, [dao, target], [-500n, 500n]);
    });

    it("rejects when there is too little, and can be tried again", async () => {
      const { dao, proposal, id } = await networkHelpers.loadFixture(etherFixture);
      await expectRevert(dao.execute(...actionsOf(proposal), { value: 499n }), dao, "FailedCall");
      expect(await dao.state(id)).to.equal(State.Queued);
      await dao.execute(...actionsOf(proposal), { value: 500n });
    });
  });

  describe("given a failing call", () => {
    it("passes on its error and undoes the calls before it", async () => {
      const system = await networkHelpers.loadFixture(systemFixture);
      const { dao, coin, stranger } = system;
      const target = await ethers.deployContract("CallTarget");
      const proposal = proposalOf(
        "fail",
        [coin, coin.interface.encodeFunctionData("mint", [stranger.address, 5n])],
        [target, target.interface.encodeFunctionData("fail", [9n])],
      );
      const id = await passAndQueue(system, proposal);
      await expectRevert(dao.execute(...actionsOf(proposal)), target, "CallTargetFailed", [9n]);
      expect(await coin.balanceOf(stranger)).to.equal(0n);
      expect(await dao.state(id)).to.equal(State.Queued);
    });
  });

  describe("given a recipient that calls back", () => {
    async function hostileFixture() {
      const system = await systemFixture();
      const hostile = await ethers.deployContract("HostileRecipient");
      const proposal = { targets: [hostile], values: [100n], calldatas: ["0x"], description: "pay it" };
      const id = await passAndQueue(system, proposal);
      await system.stranger.sendTransaction({ to: system.dao, value: parseEther("1") });
      return { ...system, hostile, proposal, id };
    }

    for (const [name, expected] of [
      ["execute", State.Queued],
      ["queue", State.Succeeded],
    ] as const) {
      it(`rejects its ${name}, and pays once`, async () => {
        const { dao, hostile, proposal, id } = await networkHelpers.loadFixture(hostileFixture);
        const { targets, values, calldatas, description } = proposal;
        const addresses = await Promise.all(targets.map((target) => target.getAddress()));
        const args = [addresses, values, calldatas, ethers.id(description)] as const;
        const data =
          name === "execute"
            ? dao.interface.encodeFunctionData("execute", [...args])
            : dao.interface.encodeFunctionData("queue", [...args]);
        await hostile.arm(dao, 0n, data, 1n);
        const error = dao.interface.encodeErrorResult("GovernorUnexpectedProposalState", [
          id,
          State.Executed,
          setOf(expected),
        ]);
        const tx = dao.execute(...actionsOf(proposal));
        await expect(tx).to.emit(hostile, "CalledBack").withArgs(false, error);
        await expect(tx).to.changeEtherBalances(ethers, [dao, hostile], [-100n, 100n]);
      });
    }

    it("rejects its setters", async () => {
      const { dao, hostile, proposal } = await networkHelpers.loadFixture(hostileFixture);
      await hostile.arm(dao, 0n, dao.interface.encodeFunctionData("setExecutionDelay", [0n]), 1n);
      const error = dao.interface.encodeErrorResult("GovernorOnlyExecutor", [await hostile.getAddress()]);
      await expect(dao.execute(...actionsOf(proposal)))
        .to.emit(hostile, "CalledBack")
        .withArgs(false, error);
    });
  });
});
