import { expect } from "chai";
import { ZeroHash } from "ethers";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { creditFixture, MAX_UINT256 } from "../../fixtures/credit.js";
import { packed } from "../../fixtures/deals.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { orderOf } from "../../fixtures/hub.js";

describe("PayoutAccount constructor", () => {
  describe("given an account", () => {
    it("knows its credit, owner, coin, hub and registry", async () => {
      const { account, credit, coin, hub, registry, provider } = await networkHelpers.loadFixture(creditFixture);
      expect(await account.credit()).to.equal(credit.target);
      expect(await account.owner()).to.equal(provider.address);
      expect(await account.coin()).to.equal(coin.target);
      expect(await account.hub()).to.equal(hub.target);
      expect(await account.registry()).to.equal(registry.target);
    });

    it("is a clone of 65 bytes: 45 of ERC-1167, and the address of its credit", async () => {
      const { credit, implementation, accountAddress } = await networkHelpers.loadFixture(creditFixture);
      const code = await ethers.provider.getCode(accountAddress);
      const proxy = ethers.concat([
        "0x363d3d373d3d3d363d73",
        await implementation.getAddress(),
        "0x5af43d82803e903d91602b57fd5bf3",
      ]);
      expect(code).to.equal(ethers.concat([proxy, await credit.getAddress()]).toLowerCase());
    });

    it("takes no ether", async () => {
      const { payer, accountAddress } = await networkHelpers.loadFixture(creditFixture);
      await expect(payer.sendTransaction({ to: accountAddress, value: 1n })).to.revert(ethers);
    });
  });

  describe("given the implementation itself", () => {
    it("has no owner, obeys nobody and lends nothing", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { implementation, credit, coin, provider, owner, accountAddress } = system;
      const deal = packed(await orderOf(system));
      expect(await credit.ownerOf(implementation)).to.equal(ethers.ZeroAddress);
      for (const caller of [provider, owner]) {
        const as = implementation.connect(caller);
        for (const call of [
          () => as.withdraw(caller, 1n),
          () => as.withdrawToken(coin, caller, 1n),
          () => as.deliver(deal, ZeroHash),
          () => as.refund(deal, MAX_UINT256),
          () => as.void(deal),
        ]) {
          await expect(call()).to.revert(ethers);
        }
        const pretended = await implementation.credit();
        await expectRevert(as.pay(caller, 1n), implementation, "PayoutAccountUnauthorized", [
          caller.address,
          pretended,
        ]);
        expect(await ethers.provider.getCode(pretended)).to.equal("0x");
      }
      expect(await credit.ownerOf(accountAddress)).to.equal(provider.address);
    });
  });
});
