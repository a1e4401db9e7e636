import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { expectChanges } from "../../fixtures/balances.js";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { creditFixture, MAX_UINT256 } from "../../fixtures/credit.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";

/** The provider's account with 100 base units. */
async function earnedFixture() {
  const system = await creditFixture();
  await system.coin.connect(system.payer).transfer(system.accountAddress, 100n);
  return system;
}

describe("PayoutAccount.withdraw", () => {
  describe("given the owner", () => {
    it("pays any account, and Credit logs it", async () => {
      const system = await networkHelpers.loadFixture(earnedFixture);
      const { account, coin, credit, provider, rival, accountAddress } = system;
      expect(await account.withdraw.staticCall(rival, 40n)).to.equal(40n);
      const withdrawing = account.withdraw(rival, 40n);
      await expectChanges(withdrawing, coin, [rival, provider, accountAddress, credit], [40n, 0n, -40n, 0n]);
      expect(await eventsOf(await withdrawing, credit, coin)).to.deep.equal([
        ["AccountWithdrawn", accountAddress, rival.address, 40n],
        ["Transfer", accountAddress, rival.address, 40n],
      ]);
    });

    it("withdraws everything as 2**256 - 1, and returns how much it was", async () => {
      const { account, coin, provider, accountAddress } = await networkHelpers.loadFixture(earnedFixture);
      expect(await account.withdraw.staticCall(provider, MAX_UINT256)).to.equal(100n);
      await expectChanges(account.withdraw(provider, MAX_UINT256), coin, [provider, accountAddress], [100n, -100n]);
    });

    it("cannot withdraw nothing, or more than there is", async () => {
      const { account, credit, provider, accountAddress } = await networkHelpers.loadFixture(earnedFixture);
      for (const amount of [0n, 101n]) {
        await expectRevert(account.withdraw(provider, amount), credit, "CreditInsufficientFunds", [
          accountAddress,
          amount,
          100n,
        ]);
      }
    });

    it("cannot pay the zero address", async () => {
      const { account, coin } = await networkHelpers.loadFixture(earnedFixture);
      await expectRevert(account.withdraw(ZeroAddress, 1n), coin, "ERC20InvalidReceiver", [ZeroAddress]);
    });
  });

  describe("given anybody else", () => {
    it("rejects", async () => {
      const { account, credit, owner, lender, stranger, provider } = await networkHelpers.loadFixture(earnedFixture);
      for (const caller of [owner, lender, stranger]) {
        await expectRevert(account.connect(caller).withdraw(caller, 1n), credit, "CreditUnauthorized", [
          caller.address,
          provider.address,
        ]);
      }
    });
  });

  describe("given a smart wallet as the owner", () => {
    it("withdraws by a call of the wallet", async () => {
      const { account, coin, credit, provider, accountAddress } = await networkHelpers.loadFixture(earnedFixture);
      const wallet = await ethers.deployContract("SmartWallet", [provider]);
      await credit.connect(provider).transferAccount(accountAddress, wallet);
      await wallet.execute([credit], [credit.interface.encodeFunctionData("acceptAccount", [accountAddress])]);
      const call = account.interface.encodeFunctionData("withdraw", [provider.address, MAX_UINT256]);
      await expectChanges(wallet.execute([account], [call]), coin, [provider, accountAddress], [100n, -100n]);
    });
  });
});
