import { expect } from "chai";
import { parseEther } from "ethers";
import { shouldBeBoundedByLocked, shouldBehaveLikeSetting, type Setting } from "../../behaviors/setting.js";
import { networkHelpers } from "../../fixtures/chain.js";
import { govern, SETTINGS, systemFixture } from "../../fixtures/system.js";

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
  shouldBeBoundedByLocked({ ...SETTING, halved: parseEther("10.5") });

  describe("given an amount that does not divide", () => {
    it("rounds the bound down", async () => {
      const system = await networkHelpers.loadFixture(systemFixture);
      const { votes, dao, carol } = system;
      await votes.connect(carol).withdrawTo(carol, 1n);
      await govern(system, [dao, SETTING.encode(dao, parseEther("21"))]);
      expect(await dao.quorumFloor()).to.equal(parseEther("21") - 1n);
    });
  });
});
