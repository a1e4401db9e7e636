import { expect } from "chai";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { ETHER, treasuryFixture } from "../../fixtures/treasury.js";

describe("Treasury receive", () => {
  describe("given anyone", () => {
    it("accepts ether and logs the sender and the amount", async () => {
      const { treasury, stranger } = await networkHelpers.loadFixture(treasuryFixture);
      const tx = stranger.sendTransaction({ to: treasury, value: 7n });
      await expect(tx).to.emit(treasury, "Received").withArgs(stranger.address, 7n);
      await expect(tx).to.changeEtherBalances(ethers, [stranger, treasury], [-7n, 7n]);
    });

    it("takes nothing together with a call that it does not know", async () => {
      const { treasury, stranger } = await networkHelpers.loadFixture(treasuryFixture);
      await expect(
        stranger.sendTransaction({ to: treasury, value: 7n, data: "0x12345678" }),
      ).to.be.revertedWithoutReason(ethers);
    });
  });

  describe("given a cap on ether that is used up", () => {
    it("takes ether, which does not raise the cap", async () => {
      const { treasury, stranger, payee } = await networkHelpers.loadFixture(treasuryFixture);
      await treasury.setCap(ETHER, 10n, 1000n);
      await treasury.pay(ETHER, payee, 10n, ethers.ZeroHash);
      await stranger.sendTransaction({ to: treasury, value: 7n });
      expect(await treasury.capOf(ETHER)).to.deep.equal([10n, 1000n, 0n]);
    });
  });
});
