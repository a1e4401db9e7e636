import { expect } from "chai";
import { parseEther } from "ethers";
import { shouldBeBoundedByLocked, shouldBehaveLikeSetting, type Setting } from "../../behaviors/setting.js";
import { networkHelpers } from "../../fixtures/chain.js";
import { deployDao } from "../../fixtures/dao.js";
import { SETTINGS, systemFixture } from "../../fixtures/system.js";

const SETTING: Setting = {
  encode: (dao, value) => dao.interface.encodeFunctionData("setProposalThreshold", [value]),
  read: (dao) => dao.proposalThreshold(),
  event: "ProposalThresholdSet",
  initial: SETTINGS.proposalThreshold,
  min: 0n,
  /** 5 % of the 70 SCV that are locked. */
  max: parseEther("3.5"),
  outOfBounds: { lowered: true },
};

describe("ServiceDAO.setProposalThreshold", () => {
  shouldBehaveLikeSetting(SETTING);
  shouldBeBoundedByLocked({ ...SETTING, halved: parseEther("1.75") });

  describe("given a new DAO", () => {
    it("starts with any threshold, as nothing is locked yet", async () => {
      const { votes } = await networkHelpers.loadFixture(systemFixture);
      const max = 2n ** 128n - 1n;
      expect(await (await deployDao(votes, { proposalThreshold: max })).proposalThreshold()).to.equal(max);
    });
  });
});
