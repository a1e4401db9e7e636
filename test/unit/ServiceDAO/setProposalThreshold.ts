import { expect } from "chai";
import { parseEther } from "ethers";
import type { ServiceDAO } from "../../../packages/sdk/src/typechain/index.js";
import { shouldBehaveLikeSetting, shouldNotCountCoinsOfTheSameProposal } from "../../behaviors/setting.js";
import { networkHelpers } from "../../fixtures/chain.js";
import { deployDao } from "../../fixtures/dao.js";
import { SETTINGS, systemFixture } from "../../fixtures/system.js";

/** 5 % of the 70 SCV that are locked. */
const MAX = parseEther("3.5");

const encode = (dao: ServiceDAO, value: bigint) => dao.interface.encodeFunctionData("setProposalThreshold", [value]);

describe("ServiceDAO.setProposalThreshold", () => {
  shouldBehaveLikeSetting({
    encode,
    read: (dao) => dao.proposalThreshold(),
    event: "ProposalThresholdSet",
    initial: SETTINGS.proposalThreshold,
    min: 0n,
    max: MAX,
    outOfBounds: "proposalThreshold",
  });

  shouldNotCountCoinsOfTheSameProposal("proposalThreshold", encode, MAX);

  describe("given a new DAO", () => {
    it("starts with any threshold, as nothing is locked yet", async () => {
      const { votes } = await networkHelpers.loadFixture(systemFixture);
      const max = 2n ** 128n - 1n;
      expect(await (await deployDao(votes, { proposalThreshold: max })).proposalThreshold()).to.equal(max);
    });
  });
});
