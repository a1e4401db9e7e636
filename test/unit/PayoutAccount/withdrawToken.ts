import { expect } from "chai";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { creditFixture } from "../../fixtures/credit.js";
import { expectRevert } from "../../fixtures/expectRevert.js";

/** `Oddity` of `OddToken`. */
const Oddity = { None: 0, ReturnsFalse: 1, ReturnsNothing: 2, Reverts: 5 } as const;

/** A token of which the provider's account holds 100 base units. */
async function tokenOf({ accountAddress }: { accountAddress: string }, oddity: number) {
  const token = await ethers.deployContract("OddToken", [oddity]);
  await token.mint(accountAddress, 100n);
  return token;
}

describe("PayoutAccount.withdrawToken", () => {
  describe("given the owner", () => {
    it("sends another token, also one that returns nothing", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      for (const oddity of [Oddity.None, Oddity.ReturnsNothing]) {
        const token = await tokenOf(system, oddity);
        await system.account.withdrawToken(token, system.rival, 30n);
        expect(await token.balanceOf(system.rival)).to.equal(30n);
        expect(await token.balanceOf(system.accountAddress)).to.equal(70n);
      }
    });

    it("reverts when the token returns false or reverts", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { account, rival } = system;
      const silent = await tokenOf(system, Oddity.ReturnsFalse);
      await expectRevert(account.withdrawToken(silent, rival, 1n), account, "SafeERC20FailedOperation", [
        silent.target,
      ]);
      const loud = await tokenOf(system, Oddity.Reverts);
      await expectRevert(account.withdrawToken(loud, rival, 1n), loud, "OddTokenRefused", [rival.address, 1n]);
    });

    it("cannot send SCV, which may be due to a lender", async () => {
      const { account, coin, payer, provider, accountAddress } = await networkHelpers.loadFixture(creditFixture);
      await coin.connect(payer).transfer(accountAddress, 100n);
      await expectRevert(account.withdrawToken(coin, provider, 1n), account, "PayoutAccountForbiddenToken", [
        coin.target,
      ]);
    });
  });

  describe("given anybody else", () => {
    it("rejects", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const token = await tokenOf(system, Oddity.None);
      for (const caller of [system.owner, system.lender, system.stranger]) {
        await expectRevert(
          system.account.connect(caller).withdrawToken(token, caller, 1n),
          system.account,
          "PayoutAccountUnauthorized",
          [caller.address, system.provider.address],
        );
      }
    });
  });
});
