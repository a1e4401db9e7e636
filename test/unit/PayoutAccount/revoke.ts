import { expect } from "chai";
import { networkHelpers } from "../../fixtures/chain.js";
import { creditFixture } from "../../fixtures/credit.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { mandateOf } from "../../fixtures/hub.js";

describe("PayoutAccount.revoke", () => {
  it("revokes a mandate of the account when the owner calls", async () => {
    const system = await networkHelpers.loadFixture(creditFixture);
    const { account, hub, accountAddress } = system;
    const mandate = await mandateOf(system, { payee: accountAddress });
    const id = await hub.idOfMandate(mandate);
    const transaction = await account.revoke(mandate);
    expect(await eventsOf(transaction, hub)).to.deep.equal([["Revoked", id, accountAddress]]);
    await expectRevert(account.revoke(mandate), hub, "HubRevoked", [0n, id]);
  });

  it("rejects everybody else", async () => {
    const system = await networkHelpers.loadFixture(creditFixture);
    const { account, payer, lender, provider, stranger, accountAddress } = system;
    const mandate = await mandateOf(system, { payee: accountAddress });
    for (const caller of [payer, lender, stranger]) {
      await expectRevert(account.connect(caller).revoke(mandate), account, "PayoutAccountUnauthorized", [
        caller.address,
        provider.address,
      ]);
    }
  });
});
