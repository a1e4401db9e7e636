import { expectChanges } from "../../fixtures/balances.js";
import { networkHelpers } from "../../fixtures/chain.js";
import { creditFixture, incomePledgeOf, loanOf, taken } from "../../fixtures/credit.js";
import { mandateData } from "../../fixtures/deals.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { mandateOf } from "../../fixtures/hub.js";
import { domainOf, sign } from "../../fixtures/signatures.js";

/** A mandate for the provider's account, signed by the payer. */
async function mandatedFixture() {
  const system = await creditFixture();
  const mandate = await mandateOf(system, { payee: system.accountAddress });
  const signature = await sign(system.payer, mandateData(await domainOf(system.hub), mandate));
  return { ...system, mandate, signature };
}

describe("PayoutAccount.charge", () => {
  describe("given the owner", () => {
    it("charges the payer for the account, also while its income is pledged", async () => {
      const system = await networkHelpers.loadFixture(mandatedFixture);
      const { account, coin, payer, accountAddress, mandate, signature } = system;
      await expectChanges(account.charge(mandate, 40n, signature), coin, [payer, accountAddress], [-40n, 40n]);
      await taken(system, await loanOf(system, incomePledgeOf(system)));
      await expectChanges(account.charge(mandate, 5n, "0x"), coin, [payer, accountAddress], [-5n, 5n]);
    });

    it("passes on the hub's errors", async () => {
      const { account, hub, payer, mandate } = await networkHelpers.loadFixture(mandatedFixture);
      await expectRevert(account.charge(mandate, 40n, "0x"), hub, "HubInvalidSignature", [
        0n,
        await hub.idOfMandate(mandate),
        payer.address,
      ]);
    });
  });

  describe("given anybody else", () => {
    it("rejects", async () => {
      const system = await networkHelpers.loadFixture(mandatedFixture);
      const { account, payer, lender, provider, stranger, mandate, signature } = system;
      for (const caller of [payer, lender, stranger]) {
        const charging = account.connect(caller).charge(mandate, 1n, signature);
        await expectRevert(charging, account, "PayoutAccountUnauthorized", [caller.address, provider.address]);
      }
    });
  });
});
