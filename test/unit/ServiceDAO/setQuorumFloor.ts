import { expect } from "chai";
import { parseEther } from "ethers";
import { shouldBeBoundedByLocked, shouldBehaveLikeSetting, type Setting } from "../../behaviors/setting.js";
import { networkHelpers } from "../../fixtures/chain.js";
import { asDao } from "../../fixtures/dao.js";
import { SETTINGS, systemFixture } from "../../fixtures/system.js";

const SETTING: Setting = {
  encode: (dao, value) => dao.interface.encodeFunctionData("setQuorumFloor", [value]),
  read: (dao) => dao.quorumFloor(),
  event: "QuorumFloorSet",
  initial: SETTINGS.quorumFloor,
  min: 0n,
  /** 30 % of the 70 SCV that are locked. */
  max: parseEther("21"),
  outOfBounds: { lowered: true },
};

describe("ServiceDAO.setQuorumFloor", () => {
  shouldBehaveLikeSetting(SETTING);
  shouldBeBoundedByLocked({ ...SETTING, withoutCarol: parseEther("18") });

  describe("given coins that were locked a second ago", () => {
    it("counts them in the bound", async () => {
      const system = await networkHelpers.loadFixture(systemFixture);
      const { coin, votes, dao, dave } = system;
      const self = await asDao(system);
      await coin.connect(dave)["transferAndCall(address,uint256)"](votes, parseEther("10"));
      await networkHelpers.time.setNextBlockTimestamp((await networkHelpers.time.latest()) + 1);
      await dao.connect(self).setQuorumFloor(parseEther("24") + 1n);
      expect(await dao.quorumFloor()).to.equal(parseEther("24"));
    });
  });

  describe("given an amount that does not divide", () => {
    it("rounds the bound down", async () => {
      const system = await networkHelpers.loadFixture(systemFixture);
      const { votes, dao, carol } = system;
      const self = await asDao(system);
      await votes.connect(carol).withdrawTo(carol, 1n);
      await dao.connect(self).setQuorumFloor(parseEther("21"));
      expect(await dao.quorumFloor()).to.equal(parseEther("21") - 1n);
    });
  });
});
