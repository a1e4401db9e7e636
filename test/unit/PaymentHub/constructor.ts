import { expect } from "chai";
import { ZeroAddress, ZeroHash } from "ethers";
import { SIGNED_OPENING_PERIOD } from "../../../packages/sdk/src/quotes/verifyQuote.js";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { ARBITRATION_PERIOD, hubFixture, MAX_FEE_BPS, MAX_WINDOW, Status } from "../../fixtures/hub.js";

describe("PaymentHub constructor", () => {
  describe("given a new hub", () => {
    it("belongs to the DAO, has the coin and the treasury, and charges no fee", async () => {
      const { hub, coin, treasury, owner } = await networkHelpers.loadFixture(hubFixture);
      expect(await hub.owner()).to.equal(owner.address);
      expect(await hub.coin()).to.equal(coin.target);
      expect(await hub.treasury()).to.equal(treasury.target);
      expect(await hub.fee()).to.equal(0n);
      expect(await hub.fees()).to.equal(0n);
      expect(await hub.escrowOf(ZeroHash)).to.deep.equal([0n, 0n, 0n, Status.None]);
    });

    it("has the limits that its documents name", async () => {
      const { hub } = await networkHelpers.loadFixture(hubFixture);
      expect(await hub.MAX_FEE_BPS()).to.equal(MAX_FEE_BPS);
      expect(await hub.MAX_WINDOW()).to.equal(MAX_WINDOW);
      expect(await hub.ARBITRATION_PERIOD()).to.equal(ARBITRATION_PERIOD);
      expect(await hub.SIGNED_OPENING_PERIOD()).to.equal(SIGNED_OPENING_PERIOD);
    });

    it("signs under its own name, on this chain", async () => {
      const { hub } = await networkHelpers.loadFixture(hubFixture);
      const { chainId } = await ethers.provider.getNetwork();
      const domain = ["0x0f", "PaymentHub", "1", chainId, hub.target, ZeroHash, []];
      expect(await hub.eip712Domain()).to.deep.equal(domain);
    });
  });

  it("rejects a treasury that is zero, or the hub itself", async () => {
    const { hub, coin, deployer, owner } = await networkHelpers.loadFixture(hubFixture);
    const itself = ethers.getCreateAddress({ from: deployer.address, nonce: await deployer.getNonce() });
    for (const treasury of [itself, ZeroAddress]) {
      await expectRevert(ethers.deployContract("PaymentHub", [owner, coin, treasury]), hub, "HubInvalidTreasury", [
        treasury,
      ]);
    }
  });

  it("rejects a hub without an owner", async () => {
    const { hub, coin, treasury } = await networkHelpers.loadFixture(hubFixture);
    await expectRevert(ethers.deployContract("PaymentHub", [ZeroAddress, coin, treasury]), hub, "OwnableInvalidOwner", [
      ZeroAddress,
    ]);
  });
});
