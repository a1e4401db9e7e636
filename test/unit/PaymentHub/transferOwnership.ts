import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { hubFixture } from "../../fixtures/hub.js";
import { govern, systemFixture } from "../../fixtures/system.js";

/** A hub of the DAO. */
async function governedFixture() {
  const system = await systemFixture();
  const hub = await ethers.deployContract("PaymentHub", [system.dao, system.coin, system.treasury]);
  return { ...system, hub };
}

describe("PaymentHub.transferOwnership", () => {
  describe("given another caller than the owner", () => {
    it("refuses", async () => {
      const { hub, deployer, stranger } = await networkHelpers.loadFixture(hubFixture);
      for (const caller of [deployer, stranger]) {
        const asCaller = hub.connect(caller);
        for (const act of [() => asCaller.transferOwnership(caller), () => asCaller.renounceOwnership()]) {
          await expectRevert(act(), hub, "OwnableUnauthorizedAccount", [caller.address]);
        }
      }
    });
  });

  describe("given the owner", () => {
    it("hands the right to set the fee over", async () => {
      const { hub, owner, stranger } = await networkHelpers.loadFixture(hubFixture);
      const transaction = await hub.connect(owner).transferOwnership(stranger);
      expect(await eventsOf(transaction, hub)).to.deep.equal([
        ["OwnershipTransferred", owner.address, stranger.address],
      ]);
      expect(await hub.owner()).to.equal(stranger.address);
      await hub.connect(stranger).setFee(3n);
      expect(await hub.fee()).to.equal(3n);
      await expectRevert(hub.connect(owner).setFee(4n), hub, "OwnableUnauthorizedAccount", [owner.address]);
    });

    it("refuses the zero address", async () => {
      const { hub, owner } = await networkHelpers.loadFixture(hubFixture);
      await expectRevert(hub.connect(owner).transferOwnership(ZeroAddress), hub, "OwnableInvalidOwner", [ZeroAddress]);
    });

    it("can give it up, and then the fee stays for ever", async () => {
      const { hub, owner } = await networkHelpers.loadFixture(hubFixture);
      await hub.connect(owner).setFee(9n);
      await hub.connect(owner).renounceOwnership();
      await expectRevert(hub.connect(owner).setFee(0n), hub, "OwnableUnauthorizedAccount", [owner.address]);
      expect(await hub.fee()).to.equal(9n);
    });
  });

  describe("given the DAO as the owner", () => {
    it("sets the fee by passed proposal only", async () => {
      const system = await networkHelpers.loadFixture(governedFixture);
      const { hub, dao, alice } = system;
      expect(await hub.owner()).to.equal(dao.target);
      await expectRevert(hub.connect(alice).setFee(25n), hub, "OwnableUnauthorizedAccount", [alice.address]);
      const data = hub.interface.encodeFunctionData("setFee", [25n]);
      await expect(govern(system, [hub, data]))
        .to.emit(hub, "FeeSet")
        .withArgs(25n);
      expect(await hub.fee()).to.equal(25n);
    });
  });
});
