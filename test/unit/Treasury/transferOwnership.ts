import { expect } from "chai";
import { parseEther, ZeroAddress } from "ethers";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { govern, systemFixture } from "../../fixtures/system.js";
import { ETHER, REF, treasuryFixture } from "../../fixtures/treasury.js";

describe("Treasury.transferOwnership", () => {
  describe("given another caller than the owner", () => {
    it("refuses", async () => {
      const { treasury, stranger } = await networkHelpers.loadFixture(treasuryFixture);
      const asStranger = treasury.connect(stranger);
      for (const act of [() => asStranger.transferOwnership(stranger), () => asStranger.renounceOwnership()]) {
        await expectRevert(act(), treasury, "OwnableUnauthorizedAccount", [stranger.address]);
      }
    });
  });

  describe("given the owner", () => {
    it("hands every power to the new one", async () => {
      const { treasury, owner, stranger, payee } = await networkHelpers.loadFixture(treasuryFixture);
      await expect(treasury.transferOwnership(stranger))
        .to.emit(treasury, "OwnershipTransferred")
        .withArgs(owner.address, stranger.address);
      await expectRevert(treasury.pay(ETHER, payee, 1n, REF), treasury, "OwnableUnauthorizedAccount", [owner.address]);
      await treasury.connect(stranger).pay(ETHER, payee, 1n, REF);
    });

    it("refuses the zero address", async () => {
      const { treasury } = await networkHelpers.loadFixture(treasuryFixture);
      await expectRevert(treasury.transferOwnership(ZeroAddress), treasury, "OwnableInvalidOwner", [ZeroAddress]);
    });
  });

  describe("given the DAO as the owner", () => {
    it("pays by passed proposal only", async () => {
      const system = await networkHelpers.loadFixture(systemFixture);
      const { treasury, dao, dave, alice } = system;
      expect(await treasury.owner()).to.equal(dao.target);
      await expectRevert(treasury.connect(alice).pay(ETHER, dave, 1n, REF), treasury, "OwnableUnauthorizedAccount", [
        alice.address,
      ]);
      const data = treasury.interface.encodeFunctionData("pay", [ETHER, dave.address, parseEther("2"), REF]);
      const tx = govern(system, [treasury, data]);
      await expect(tx).to.emit(treasury, "Paid").withArgs(ETHER, dave.address, parseEther("2"), REF);
      await expect(tx).to.changeEtherBalance(ethers, dave, parseEther("2"));
    });

    it("moves to a new DAO by passed proposal", async () => {
      const system = await networkHelpers.loadFixture(systemFixture);
      const { treasury, dao, stranger } = system;
      const data = treasury.interface.encodeFunctionData("transferOwnership", [stranger.address]);
      await expect(govern(system, [treasury, data]))
        .to.emit(treasury, "OwnershipTransferred")
        .withArgs(dao.target, stranger.address);
      expect(await treasury.owner()).to.equal(stranger.address);
    });
  });
});
