import { expect } from "chai";
import { expectChanges } from "../../fixtures/balances.js";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { creditFixture } from "../../fixtures/credit.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";

/** The provider's account with 100 base units, and Credit as a signer that can pay gas. */
async function impersonatedFixture() {
  const system = await creditFixture();
  const { coin, credit, payer, accountAddress } = system;
  await coin.connect(payer).transfer(accountAddress, 100n);
  const address = await credit.getAddress();
  await networkHelpers.impersonateAccount(address);
  await networkHelpers.setBalance(address, 10n ** 18n);
  return { ...system, self: await ethers.getSigner(address) };
}

describe("PayoutAccount.pay", () => {
  it("pays when its Credit calls", async () => {
    const { account, coin, self, lender, accountAddress } = await networkHelpers.loadFixture(impersonatedFixture);
    const paying = account.connect(self).pay(lender, 60n);
    await expectChanges(paying, coin, [lender, accountAddress], [60n, -60n]);
    expect(await eventsOf(await paying, coin)).to.deep.equal([["Transfer", accountAddress, lender.address, 60n]]);
  });

  it("rejects everybody else, the owner and another Credit too", async () => {
    const system = await networkHelpers.loadFixture(impersonatedFixture);
    const { account, credit, coin, hub, treasury, implementation, provider, owner, lender, stranger } = system;
    const other = await ethers.deployContract("Credit", [owner, coin, hub, treasury, implementation]);
    const address = await other.getAddress();
    await networkHelpers.impersonateAccount(address);
    await networkHelpers.setBalance(address, 10n ** 18n);
    for (const caller of [provider, owner, lender, stranger, await ethers.getSigner(address)]) {
      await expectRevert(account.connect(caller).pay(caller, 1n), account, "PayoutAccountUnauthorized", [
        caller.address,
        credit.target,
      ]);
    }
  });
});
