import { expect } from "chai";
import { shouldBehaveLikeSetting } from "../../behaviors/setting.js";
import { networkHelpers } from "../../fixtures/chain.js";
import { asDao } from "../../fixtures/dao.js";
import { DAY, SETTINGS, systemFixture } from "../../fixtures/system.js";

describe("ServiceDAO.setVotingPeriod", () => {
  shouldBehaveLikeSetting({
    encode: (dao, value) => dao.interface.encodeFunctionData("setVotingPeriod", [value]),
    read: (dao) => dao.votingPeriod(),
    event: "VotingPeriodSet",
    initial: BigInt(SETTINGS.votingPeriod),
    min: 3_600n,
    max: 60n * BigInt(DAY),
    outOfBounds: "votingPeriod",
  });

  describe("given an extension for a late quorum of two hours", () => {
    async function extensionFixture() {
      const system = await systemFixture();
      const dao = system.dao.connect(await asDao(system));
      await dao.setLateQuorumVoteExtension(7_200n);
      return { dao };
    }

    it("shortens the extension to a shorter period", async () => {
      const { dao } = await networkHelpers.loadFixture(extensionFixture);
      await expect(dao.setVotingPeriod(7_199n)).to.emit(dao, "LateQuorumVoteExtensionSet").withArgs(7_200n, 7_199n);
      expect(await dao.lateQuorumVoteExtension()).to.equal(7_199n);
    });

    it("keeps the extension with a period as long", async () => {
      const { dao } = await networkHelpers.loadFixture(extensionFixture);
      await expect(dao.setVotingPeriod(7_200n)).not.to.emit(dao, "LateQuorumVoteExtensionSet");
      expect(await dao.lateQuorumVoteExtension()).to.equal(7_200n);
    });
  });
});
