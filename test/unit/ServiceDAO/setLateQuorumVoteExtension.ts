import { expect } from "chai";
import { shouldBehaveLikeSetting } from "../../behaviors/setting.js";
import { networkHelpers } from "../../fixtures/chain.js";
import { DAY, govern, SETTINGS, systemFixture } from "../../fixtures/system.js";

describe("ServiceDAO.setLateQuorumVoteExtension", () => {
  shouldBehaveLikeSetting({
    encode: (dao, value) => dao.interface.encodeFunctionData("setLateQuorumVoteExtension", [value]),
    read: (dao) => dao.lateQuorumVoteExtension(),
    event: "LateQuorumVoteExtensionSet",
    initial: BigInt(SETTINGS.lateQuorumExtension),
    min: 0n,
    max: BigInt(SETTINGS.votingPeriod),
    outOfBounds: { lowered: true },
  });

  describe("given a passed proposal that shortens the voting period, executed first", () => {
    it("sets the shorter period", async () => {
      const system = await networkHelpers.loadFixture(systemFixture);
      const { dao } = system;
      const shorter = dao.interface.encodeFunctionData("setVotingPeriod", [3 * DAY]);
      const extension = dao.interface.encodeFunctionData("setLateQuorumVoteExtension", [4 * DAY]);
      await govern(system, [dao, shorter], [dao, extension]);
      expect(await dao.lateQuorumVoteExtension()).to.equal(3 * DAY);
    });
  });
});
