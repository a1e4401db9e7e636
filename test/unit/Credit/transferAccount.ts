import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { networkHelpers } from "../../fixtures/chain.js";
import { creditFixture } from "../../fixtures/credit.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";

describe("Credit.transferAccount", () => {
  describe("given the owner", () => {
    it("offers the account, and stays its owner", async () => {
      const { credit, provider, rival, accountAddress } = await networkHelpers.loadFixture(creditFixture);
      const transaction = await credit.connect(provider).transferAccount(accountAddress, rival);
      expect(await eventsOf(transaction, credit)).to.deep.equal([
        ["AccountTransferStarted", accountAddress, provider.address, rival.address],
      ]);
      expect(await credit.pendingOwnerOf(accountAddress)).to.equal(rival.address);
      expect(await credit.ownerOf(accountAddress)).to.equal(provider.address);
    });

    it("can offer it to another account instead, or withdraw the offer", async () => {
      const { credit, provider, lender, rival, accountAddress } = await networkHelpers.loadFixture(creditFixture);
      await credit.connect(provider).transferAccount(accountAddress, rival);
      await credit.connect(provider).transferAccount(accountAddress, lender);
      await expectRevert(credit.connect(rival).acceptAccount(accountAddress), credit, "CreditUnauthorized", [
        rival.address,
        lender.address,
      ]);
      const transaction = await credit.connect(provider).transferAccount(accountAddress, ZeroAddress);
      expect(await eventsOf(transaction, credit)).to.deep.equal([
        ["AccountTransferStarted", accountAddress, provider.address, ZeroAddress],
      ]);
      await expectRevert(credit.connect(lender).acceptAccount(accountAddress), credit, "CreditUnauthorized", [
        lender.address,
        ZeroAddress,
      ]);
    });
  });

  describe("given anybody else", () => {
    it("rejects, the pending owner and the DAO too", async () => {
      const { credit, provider, owner, rival, stranger, accountAddress } =
        await networkHelpers.loadFixture(creditFixture);
      await credit.connect(provider).transferAccount(accountAddress, rival);
      for (const caller of [rival, owner, stranger]) {
        await expectRevert(
          credit.connect(caller).transferAccount(accountAddress, caller),
          credit,
          "CreditUnauthorized",
          [caller.address, provider.address],
        );
      }
      expect(await credit.pendingOwnerOf(accountAddress)).to.equal(rival.address);
    });
  });

  describe("given an address that is no payout account", () => {
    it("rejects", async () => {
      const { credit, provider, coin, implementation } = await networkHelpers.loadFixture(creditFixture);
      for (const address of [provider.address, await coin.getAddress(), await implementation.getAddress()]) {
        const transferring = credit.connect(provider).transferAccount(address, provider);
        await expectRevert(transferring, credit, "CreditUnknownAccount", [address]);
      }
    });
  });
});
