import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { networkHelpers } from "../../fixtures/chain.js";
import { afterGuardianFixture, asDao, deployDao } from "../../fixtures/dao.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { govern, systemFixture } from "../../fixtures/system.js";

const { time } = networkHelpers;

describe("ServiceDAO.setProposalGuardian", () => {
  describe("given another caller than the DAO", () => {
    it("rejects, the guardian too", async () => {
      const { dao, guardian, stranger } = await networkHelpers.loadFixture(systemFixture);
      for (const caller of [guardian, stranger]) {
        await expectRevert(dao.connect(caller).setProposalGuardian(caller), dao, "GovernorOnlyExecutor", [
          caller.address,
        ]);
      }
    });
  });

  describe("given a passed proposal", () => {
    it("removes the guardian", async () => {
      const system = await networkHelpers.loadFixture(systemFixture);
      const { dao, guardian } = system;
      await expect(govern(system, [dao, dao.interface.encodeFunctionData("setProposalGuardian", [ZeroAddress])]))
        .to.emit(dao, "ProposalGuardianSet")
        .withArgs(guardian.address, ZeroAddress);
      expect(await dao.proposalGuardian()).to.equal(ZeroAddress);
    });
  });

  describe("given that the guardian's time is over", () => {
    it("changes nothing", async () => {
      const system = await networkHelpers.loadFixture(afterGuardianFixture);
      const { dao, guardian, stranger } = system;
      await expect(dao.connect(await asDao(system)).setProposalGuardian(stranger))
        .to.emit(dao, "ProposalGuardianSet")
        .withArgs(guardian.address, stranger.address);
      expect(await dao.proposalGuardian()).to.equal(ZeroAddress);
    });
  });
});

describe("ServiceDAO.proposalGuardian", () => {
  describe("given a guardian with an end", () => {
    it("is the guardian up to the second before the end, and nobody from the end on", async () => {
      const { dao, settings, guardian } = await networkHelpers.loadFixture(systemFixture);
      expect(await dao.guardianUntil()).to.equal(settings.guardianUntil);
      await time.increaseTo(Number(settings.guardianUntil) - 1);
      expect(await dao.proposalGuardian()).to.equal(guardian.address);
      await time.increaseTo(Number(settings.guardianUntil));
      expect(await dao.proposalGuardian()).to.equal(ZeroAddress);
    });
  });

  describe("given a DAO deployed without one", () => {
    it("is nobody", async () => {
      const { votes } = await networkHelpers.loadFixture(systemFixture);
      const dao = await deployDao(votes, { guardianUntil: 2n ** 48n - 1n });
      expect(await dao.proposalGuardian()).to.equal(ZeroAddress);
    });
  });
});
