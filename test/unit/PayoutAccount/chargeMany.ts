import { expectChanges } from "../../fixtures/balances.js";
import { networkHelpers } from "../../fixtures/chain.js";
import { creditFixture } from "../../fixtures/credit.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { mandateOf, PROOF } from "../../fixtures/hub.js";

/** Two mandates for the provider's account that the payer accepted. */
async function mandatedFixture() {
  const system = await creditFixture();
  const charges = [];
  for (const ref of [PROOF, `0x${"11".repeat(32)}`]) {
    const mandate = await mandateOf(system, { payee: system.accountAddress, ref });
    await system.hub.connect(system.payer).accept(mandate);
    charges.push({ mandate, amount: 20n, signature: "0x" });
  }
  return { ...system, charges };
}

describe("PayoutAccount.chargeMany", () => {
  it("charges all of them for the account when the owner calls", async () => {
    const { account, coin, payer, accountAddress, charges } = await networkHelpers.loadFixture(mandatedFixture);
    await expectChanges(account.chargeMany(charges), coin, [payer, accountAddress], [-40n, 40n]);
  });

  it("passes on the hub's errors", async () => {
    const { account, hub } = await networkHelpers.loadFixture(mandatedFixture);
    await expectRevert(account.chargeMany([]), hub, "HubEmptyBatch", []);
  });

  it("rejects everybody else", async () => {
    const system = await networkHelpers.loadFixture(mandatedFixture);
    const { account, payer, lender, provider, stranger, charges } = system;
    for (const caller of [payer, lender, stranger]) {
      await expectRevert(account.connect(caller).chargeMany(charges), account, "PayoutAccountUnauthorized", [
        caller.address,
        provider.address,
      ]);
    }
  });
});
