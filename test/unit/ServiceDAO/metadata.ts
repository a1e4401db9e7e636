import { expect } from "chai";
import { domainOf } from "../../fixtures/ballots.js";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { activeFixture } from "../../fixtures/dao.js";
import { systemFixture } from "../../fixtures/system.js";

const { time } = networkHelpers;

describe("ServiceDAO metadata", () => {
  describe("given a DAO", () => {
    it("returns its counting mode and its clock", async () => {
      const { dao, votes } = await networkHelpers.loadFixture(systemFixture);
      expect(await dao.COUNTING_MODE()).to.equal("support=bravo&quorum=for,abstain");
      expect(await dao.CLOCK_MODE()).to.equal("mode=timestamp");
      expect(await dao.CLOCK_MODE()).to.equal(await votes.CLOCK_MODE());
      expect(await dao.clock()).to.equal(await time.latest());
      expect(await dao.clock()).to.equal(await votes.clock());
    });

    it("has the name, version and domain that ballots are signed for", async () => {
      const { dao } = await networkHelpers.loadFixture(systemFixture);
      const { name, version, chainId, verifyingContract } = await domainOf(dao);
      expect(await dao.name()).to.equal(name);
      expect(await dao.version()).to.equal(version);
      const domain = await dao.eip712Domain();
      expect([domain.name, domain.version, domain.chainId, domain.verifyingContract]).to.deep.equal([
        name,
        version,
        chainId,
        verifyingContract,
      ]);
    });

    it("supports the interfaces of a governor and of a receiver, and no other", async () => {
      const { dao } = await networkHelpers.loadFixture(systemFixture);
      // ERC-165, ERC-1155 receiver.
      for (const id of ["0x01ffc9a7", "0x4e2312e0"]) expect(await dao.supportsInterface(id)).to.be.true;
      for (const id of ["0xffffffff", "0x00000000"]) expect(await dao.supportsInterface(id)).to.be.false;
    });

    it("takes ether", async () => {
      const { dao, stranger } = await networkHelpers.loadFixture(systemFixture);
      await expect(stranger.sendTransaction({ to: dao, value: 5n })).to.changeEtherBalance(ethers, dao, 5n);
    });
  });

  describe("given any proposal", () => {
    it("needs queuing", async () => {
      const { dao, id } = await networkHelpers.loadFixture(activeFixture);
      expect(await dao.proposalNeedsQueuing(id)).to.be.true;
      expect(await dao.proposalNeedsQueuing(id + 1n)).to.be.true;
    });
  });
});
