import { expect } from "chai";
import type { IServiceDAO } from "../../../packages/sdk/src/typechain/ServiceDAO.js";
import { networkHelpers } from "../../fixtures/chain.js";
import { deployDao, settingName } from "../../fixtures/dao.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { DAY, SETTINGS, systemFixture } from "../../fixtures/system.js";

type Settings = Partial<IServiceDAO.SettingsStruct>;

describe("ServiceDAO constructor", () => {
  describe("given the defaults", () => {
    it("starts with them", async () => {
      const { dao, votes, settings, guardian } = await networkHelpers.loadFixture(systemFixture);
      expect(await dao.token()).to.equal(votes.target);
      expect(await dao.votingDelay()).to.equal(SETTINGS.votingDelay);
      expect(await dao.votingPeriod()).to.equal(SETTINGS.votingPeriod);
      expect(await dao.lateQuorumVoteExtension()).to.equal(SETTINGS.lateQuorumExtension);
      expect(await dao.executionDelay()).to.equal(SETTINGS.executionDelay);
      expect(await dao.gracePeriod()).to.equal(SETTINGS.gracePeriod);
      expect(await dao.proposalThreshold()).to.equal(SETTINGS.proposalThreshold);
      expect(await dao["quorumNumerator()"]()).to.equal(SETTINGS.quorumPercent);
      expect(await dao.quorumDenominator()).to.equal(100n);
      expect(await dao.quorumFloor()).to.equal(SETTINGS.quorumFloor);
      expect(await dao.proposalGuardian()).to.equal(guardian.address);
      expect(await dao.guardianUntil()).to.equal(settings.guardianUntil);
      expect(await dao.latestProposalId()).to.equal(0n);
    });

    it("reports it in events", async () => {
      const { votes, guardian } = await networkHelpers.loadFixture(systemFixture);
      const dao = await deployDao(votes, { guardian: guardian.address });
      const tx = dao.deploymentTransaction();
      await expect(tx).to.emit(dao, "VotingDelaySet").withArgs(0n, SETTINGS.votingDelay);
      await expect(tx).to.emit(dao, "VotingPeriodSet").withArgs(0n, SETTINGS.votingPeriod);
      await expect(tx).to.emit(dao, "ProposalThresholdSet").withArgs(0n, SETTINGS.proposalThreshold);
      await expect(tx).to.emit(dao, "LateQuorumVoteExtensionSet").withArgs(0n, SETTINGS.lateQuorumExtension);
      await expect(tx).to.emit(dao, "ExecutionDelaySet").withArgs(0n, SETTINGS.executionDelay);
      await expect(tx).to.emit(dao, "GracePeriodSet").withArgs(0n, SETTINGS.gracePeriod);
      await expect(tx).to.emit(dao, "QuorumNumeratorUpdated").withArgs(0n, SETTINGS.quorumPercent);
      await expect(tx).to.emit(dao, "QuorumFloorSet").withArgs(0n, SETTINGS.quorumFloor);
      await expect(tx)
        .to.emit(dao, "ProposalGuardianSet")
        .withArgs("0x0000000000000000000000000000000000000000", guardian.address);
    });

    it("shows its bounds", async () => {
      const { dao } = await networkHelpers.loadFixture(systemFixture);
      expect(await dao.MIN_TIME()).to.equal(3_600n);
      expect(await dao.MAX_VOTING_DELAY()).to.equal(30 * DAY);
      expect(await dao.MAX_VOTING_PERIOD()).to.equal(60 * DAY);
      expect(await dao.MAX_PROPOSAL_THRESHOLD_BPS()).to.equal(500n);
      expect(await dao.MAX_QUORUM_PERCENT()).to.equal(30n);
      expect(await dao.MAX_EXECUTION_DELAY()).to.equal(30 * DAY);
      expect(await dao.MIN_GRACE_PERIOD()).to.equal(1 * DAY);
      expect(await dao.MAX_GRACE_PERIOD()).to.equal(90 * DAY);
    });
  });

  describe("given settings on their bounds", () => {
    const onBounds: [keyof Settings, number | bigint][] = [
      ["votingDelay", 0],
      ["votingDelay", 30 * DAY],
      ["votingPeriod", 1],
      ["votingPeriod", 60 * DAY],
      ["lateQuorumExtension", 0],
      ["lateQuorumExtension", SETTINGS.votingPeriod],
      ["executionDelay", 0],
      ["executionDelay", 30 * DAY],
      ["gracePeriod", 1 * DAY],
      ["gracePeriod", 90 * DAY],
      ["quorumPercent", 0],
      ["quorumPercent", 30],
      ["quorumFloor", 0],
      ["quorumFloor", 2n ** 128n - 1n],
    ];
    for (const [name, value] of onBounds) {
      it(`takes ${name} ${value}`, async () => {
        const { votes } = await networkHelpers.loadFixture(systemFixture);
        const dao = await deployDao(votes, { lateQuorumExtension: 0, [name]: value });
        const actual = {
          votingDelay: await dao.votingDelay(),
          votingPeriod: await dao.votingPeriod(),
          lateQuorumExtension: await dao.lateQuorumVoteExtension(),
          executionDelay: await dao.executionDelay(),
          gracePeriod: await dao.gracePeriod(),
          quorumPercent: await dao["quorumNumerator()"](),
          quorumFloor: await dao.quorumFloor(),
        };
        expect(actual).to.have.property(name, BigInt(value));
      });
    }
  });

  describe("given one setting beyond its bounds", () => {
    const beyond: [keyof Settings, number, number, number][] = [
      ["votingDelay", 30 * DAY + 1, 0, 30 * DAY],
      ["votingPeriod", 0, 1, 60 * DAY],
      ["votingPeriod", 60 * DAY + 1, 1, 60 * DAY],
      ["executionDelay", 30 * DAY + 1, 0, 30 * DAY],
      ["gracePeriod", DAY - 1, DAY, 90 * DAY],
      ["gracePeriod", 90 * DAY + 1, DAY, 90 * DAY],
      ["quorumPercent", 31, 0, 30],
    ];
    for (const [name, value, min, max] of beyond) {
      it(`rejects ${name} ${value}`, async () => {
        const { dao, votes } = await networkHelpers.loadFixture(systemFixture);
        await expectRevert(deployDao(votes, { [name]: value }), dao, "ServiceDAOSettingOutOfBounds", [
          settingName(name),
          value,
          min,
          max,
        ]);
      });
    }

    it("rejects a late quorum extension longer than the voting period", async () => {
      const { dao, votes } = await networkHelpers.loadFixture(systemFixture);
      await expectRevert(
        deployDao(votes, { lateQuorumExtension: SETTINGS.votingPeriod + 1 }),
        dao,
        "GovernorPreventLateQuorumVoteExtensionTooLarge",
        [SETTINGS.votingPeriod + 1, SETTINGS.votingPeriod],
      );
    });
  });
});
