import { expect } from "chai";
import { shouldBehaveLikeOwnable, type OwnedSystem } from "../../behaviors/Ownable.js";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { hubFixture } from "../../fixtures/hub.js";
import { govern, systemFixture } from "../../fixtures/system.js";

/** A hub whose owner may set the fee. */
async function ownedHub(): Promise<OwnedSystem> {
  const { hub, deployer, owner, stranger } = await hubFixture();
  return {
    contract: hub,
    owner,
    successor: stranger,
    others: [deployer, stranger],
    act: (caller, value) => hub.connect(caller).setFee(value),
    async expectEffect(_, value) {
      expect(await hub.fee()).to.equal(value);
    },
  };
}

/** A hub that the DAO owns. */
async function governedFixture() {
  const system = await systemFixture();
  const hub = await ethers.deployContract("PaymentHub", [system.dao, system.coin, system.treasury]);
  return { ...system, hub };
}

describe("PaymentHub.transferOwnership", () => {
  shouldBehaveLikeOwnable(ownedHub);

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
