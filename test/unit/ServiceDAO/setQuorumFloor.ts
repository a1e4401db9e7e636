import { parseEther } from "ethers";
import type { ServiceDAO } from "../../../packages/sdk/src/typechain/index.js";
import { shouldBehaveLikeSetting, shouldNotCountCoinsOfTheSameProposal } from "../../behaviors/setting.js";
import { networkHelpers } from "../../fixtures/chain.js";
import { asDao, settingName } from "../../fixtures/dao.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { SETTINGS, systemFixture } from "../../fixtures/system.js";

/** 30 % of the 70 SCV that are locked. */
const MAX = parseEther("21");

const encode = (dao: ServiceDAO, value: bigint) => dao.interface.encodeFunctionData("setQuorumFloor", [value]);

describe("ServiceDAO.setQuorumFloor", () => {
  shouldBehaveLikeSetting({
    encode,
    read: (dao) => dao.quorumFloor(),
    event: "QuorumFloorSet",
    initial: SETTINGS.quorumFloor,
    min: 0n,
    max: MAX,
    outOfBounds: "quorumFloor",
  });

  shouldNotCountCoinsOfTheSameProposal("quorumFloor", encode, MAX);

  describe("given coins that were locked a second ago", () => {
    it("counts them in the bound", async () => {
      const system = await networkHelpers.loadFixture(systemFixture);
      const { coin, votes, dao, dave } = system;
      const self = await asDao(system);
      await coin.connect(dave)["transferAndCall(address,uint256)"](votes, parseEther("10"));
      await networkHelpers.time.setNextBlockTimestamp((await networkHelpers.time.latest()) + 1);
      await expectRevert(dao.connect(self).setQuorumFloor(parseEther("24") + 1n), dao, "ServiceDAOSettingOutOfBounds", [
        settingName("quorumFloor"),
        parseEther("24") + 1n,
        0n,
        parseEther("24"),
      ]);
      await dao.connect(self).setQuorumFloor(parseEther("24"));
    });
  });

  describe("given an amount that does not divide", () => {
    it("rounds the bound down", async () => {
      const system = await networkHelpers.loadFixture(systemFixture);
      const { votes, dao, carol } = system;
      const self = await asDao(system);
      await votes.connect(carol).withdrawTo(carol, 1n);
      await expectRevert(dao.connect(self).setQuorumFloor(parseEther("21")), dao, "ServiceDAOSettingOutOfBounds", [
        settingName("quorumFloor"),
        parseEther("21"),
        0n,
        parseEther("21") - 1n,
      ]);
      await dao.connect(self).setQuorumFloor(parseEther("21") - 1n);
    });
  });

  describe("given coins that were unlocked a second ago", () => {
    it("does not count them in the bound", async () => {
      const system = await networkHelpers.loadFixture(systemFixture);
      const { votes, dao, carol } = system;
      const self = await asDao(system);
      await votes.connect(carol).withdrawTo(carol, parseEther("10"));
      await expectRevert(dao.connect(self).setQuorumFloor(parseEther("18") + 1n), dao, "ServiceDAOSettingOutOfBounds", [
        settingName("quorumFloor"),
        parseEther("18") + 1n,
        0n,
        parseEther("18"),
      ]);
      await dao.connect(self).setQuorumFloor(parseEther("18"));
    });
  });
});
