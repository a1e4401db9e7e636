import { expect } from "chai";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { creditFixture, MAX_UINT256 } from "../../fixtures/credit.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";

/** The provider's account with 100 base units, as a signer of its own that can pay gas. */
async function impersonatedFixture() {
  const system = await creditFixture();
  const { coin, payer, accountAddress } = system;
  await coin.connect(payer).transfer(accountAddress, 100n);
  await networkHelpers.impersonateAccount(accountAddress);
  await networkHelpers.setBalance(accountAddress, 10n ** 18n);
  return { ...system, self: await ethers.getSigner(accountAddress) };
}

describe("Credit.beforeWithdrawal", () => {
  describe("given a payout account as the caller", () => {
    it("records the withdrawal and returns its amount, without moving coins", async () => {
      const { credit, coin, self, provider, rival, accountAddress } =
        await networkHelpers.loadFixture(impersonatedFixture);
      const as = credit.connect(self);
      expect(await as.beforeWithdrawal.staticCall(provider, rival, 40n)).to.equal(40n);
      expect(await as.beforeWithdrawal.staticCall(provider, rival, 100n)).to.equal(100n);
      expect(await as.beforeWithdrawal.staticCall(provider, rival, MAX_UINT256)).to.equal(100n);
      const transaction = await as.beforeWithdrawal(provider, rival, 40n);
      expect(await eventsOf(transaction, credit)).to.deep.equal([
        ["AccountWithdrawn", accountAddress, rival.address, 40n],
      ]);
      expect(await coin.balanceOf(accountAddress)).to.equal(100n);
    });

    it("rejects nothing, more than is free, and everything of nothing", async () => {
      const { credit, account, self, provider, accountAddress } = await networkHelpers.loadFixture(impersonatedFixture);
      const as = credit.connect(self);
      for (const amount of [0n, 101n, MAX_UINT256 - 1n]) {
        await expectRevert(as.beforeWithdrawal(provider, provider, amount), credit, "CreditInsufficientFunds", [
          accountAddress,
          amount,
          100n,
        ]);
      }
      await account.withdraw(provider, 100n);
      const all = as.beforeWithdrawal(provider, provider, MAX_UINT256);
      await expectRevert(all, credit, "CreditInsufficientFunds", [accountAddress, 0n, 0n]);
    });

    it("rejects another owner", async () => {
      const { credit, self, provider, rival } = await networkHelpers.loadFixture(impersonatedFixture);
      await expectRevert(credit.connect(self).beforeWithdrawal(rival, rival, 1n), credit, "CreditUnauthorized", [
        rival.address,
        provider.address,
      ]);
    });
  });

  describe("given anybody else as the caller", () => {
    it("rejects, the owner and the implementation too", async () => {
      const { credit, provider, lender, stranger } = await networkHelpers.loadFixture(impersonatedFixture);
      for (const caller of [provider, lender, stranger]) {
        await expectRevert(
          credit.connect(caller).beforeWithdrawal(caller, caller, 1n),
          credit,
          "CreditUnknownAccount",
          [caller.address],
        );
      }
    });
  });
});
