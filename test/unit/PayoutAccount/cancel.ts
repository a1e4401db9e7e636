import { expect } from "chai";
import { networkHelpers } from "../../fixtures/chain.js";
import { creditFixture, incomePledgeOf, loanOf, taken, type CreditSystem } from "../../fixtures/credit.js";
import { packed } from "../../fixtures/deals.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { opened, Status, streamOf, subscriptionOf } from "../../fixtures/hub.js";

/** A stream and a subscription that pay the provider's account. */
async function openStreams(system: CreditSystem) {
  const payee = { payee: system.accountAddress };
  const deals = [await streamOf(system, payee), await subscriptionOf(system, payee)];
  for (const deal of deals) await opened(system, deal, 10n ** 18n);
  return deals;
}

describe("PayoutAccount.cancel", () => {
  describe("given an account whose income is not pledged", () => {
    it("cancels streams and subscriptions", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { account, hub, accountAddress } = system;
      for (const deal of await openStreams(system)) {
        const id = await hub.idOf(packed(deal));
        await expect(account.cancel(packed(deal))).to.emit(hub, "Canceled");
        expect((await hub.escrowOf(id)).status).to.equal(Status.Closed);
      }
      expect(await system.coin.balanceOf(accountAddress)).not.to.equal(0n);
    });
  });

  describe("given an account whose income is pledged", () => {
    it("rejects", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { account, hub } = system;
      const deals = await openStreams(system);
      const loan = await taken(system, await loanOf(system, incomePledgeOf(system)));
      for (const deal of deals) {
        const id = await hub.idOf(packed(deal));
        await expectRevert(account.cancel(packed(deal)), account, "PayoutAccountPledged", [id, loan]);
        expect((await hub.escrowOf(id)).status).to.equal(Status.Open);
      }
    });
  });

  describe("given anybody else than the owner", () => {
    it("rejects", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { account, payer, lender, provider, stranger } = system;
      for (const deal of await openStreams(system)) {
        for (const caller of [payer, lender, stranger]) {
          await expectRevert(account.connect(caller).cancel(packed(deal)), account, "PayoutAccountUnauthorized", [
            caller.address,
            provider.address,
          ]);
        }
      }
    });
  });
});
