import { expect } from "chai";
import { parseEther } from "ethers";
import { shouldBehaveLikeOwnable, type OwnedSystem } from "../../behaviors/Ownable.js";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { govern, systemFixture } from "../../fixtures/system.js";
import { ETHER, REF, treasuryFixture } from "../../fixtures/treasury.js";

/** A treasury whose owner may pay ether. */
async function ownedTreasury(): Promise<OwnedSystem> {
  const { treasury, owner, stranger, payee } = await treasuryFixture();
  const before = await ethers.provider.getBalance(payee);
  return {
    contract: treasury,
    owner,
    successor: stranger,
    others: [stranger],
    act: (caller, value) => treasury.connect(caller).pay(ETHER, payee, value, REF),
    async expectEffect(_, value) {
      expect(await ethers.provider.getBalance(payee)).to.equal(before + value);
    },
  };
}

describe("Treasury.transferOwnership", () => {
  shouldBehaveLikeOwnable(ownedTreasury);

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
