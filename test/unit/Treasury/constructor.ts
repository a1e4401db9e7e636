import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { CAP_DELAY, ETHER, treasuryFixture } from "../../fixtures/treasury.js";

describe("Treasury constructor", () => {
  describe("given a new treasury", () => {
    it("belongs to the DAO, knows the coin and caps nothing", async () => {
      const { treasury, coin, owner, steward } = await networkHelpers.loadFixture(treasuryFixture);
      expect(await treasury.owner()).to.equal(owner.address);
      expect(await treasury.coin()).to.equal(coin.target);
      expect(await treasury.MAX_CAPS()).to.equal(16n);
      expect(await treasury.CAP_DELAY()).to.equal(CAP_DELAY);
      expect(await treasury.cappedAssets()).to.deep.equal([]);
      expect(await treasury.scheduledCapOf(ETHER)).to.deep.equal([0n, 0n, 0n]);
      expect(await treasury.capOf(ETHER)).to.deep.equal([0n, 0n, 0n]);
      expect(await treasury.budgetOf(steward, ETHER)).to.deep.equal([0n, 0n, 0n]);
    });

    it("cannot be without an owner", async () => {
      const { treasury, coin } = await networkHelpers.loadFixture(treasuryFixture);
      await expectRevert(ethers.deployContract("Treasury", [ZeroAddress, coin]), treasury, "OwnableInvalidOwner", [
        ZeroAddress,
      ]);
    });
  });
});
