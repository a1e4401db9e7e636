import { expect } from "chai";
import { parseEther } from "ethers";
import { shouldBehaveLikeSetting } from "../../behaviors/setting.js";
import { networkHelpers } from "../../fixtures/chain.js";
import { deployDao, settingName } from "../../fixtures/dao.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { actionsOf, passAndQueue, proposalOf, SETTINGS, systemFixture } from "../../fixtures/system.js";

describe("ServiceDAO.setProposalThreshold", () => {
  shouldBehaveLikeSetting({
    encode: (dao, value) => dao.interface.encodeFunctionData("setProposalThreshold", [value]),
    read: (dao) => dao.proposalThreshold(),
    event: "ProposalThresholdSet",
    initial: SETTINGS.proposalThreshold,
    min: 0n,
    // 5 % of the 70 SCV that are locked.
    max: parseEther("3.5"),
    outOfBounds: "proposalThreshold",
  });

  describe("given coins that the same proposal locks", () => {
    it("does not count them in the bound", async () => {
      const system = await networkHelpers.loadFixture(systemFixture);
      const { coin, votes, dao, dave } = system;
      await coin.connect(dave).transfer(dao, parseEther("10"));
      const deposit = coin.interface.encodeFunctionData("transferAndCall(address,uint256)", [
        votes.target,
        parseEther("10"),
      ]);
      const set = dao.interface.encodeFunctionData("setProposalThreshold", [parseEther("3.5") + 1n]);
      const proposal = proposalOf("stretch the bound", [coin, deposit], [dao, set]);
      await passAndQueue(system, proposal);
      await expectRevert(dao.execute(...actionsOf(proposal)), dao, "ServiceDAOSettingOutOfBounds", [
        settingName("proposalThreshold"),
        parseEther("3.5") + 1n,
        0n,
        parseEther("3.5"),
      ]);
    });
  });

  describe("given a new DAO", () => {
    it("starts with any threshold, as nothing is locked yet", async () => {
      const { votes } = await networkHelpers.loadFixture(systemFixture);
      const max = 2n ** 128n - 1n;
      expect(await (await deployDao(votes, { proposalThreshold: max })).proposalThreshold()).to.equal(max);
    });
  });
});
