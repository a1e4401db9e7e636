import { expect } from "chai";
import { expectChanges } from "../../fixtures/balances.js";
import { networkHelpers } from "../../fixtures/chain.js";
import { advanceOf, creditFixture, incomePledgeOf, loanOf, openOrder, taken } from "../../fixtures/credit.js";
import { packed } from "../../fixtures/deals.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { ALL, opened, PROOF, streamOf } from "../../fixtures/hub.js";

describe("PayoutAccount.refund", () => {
  describe("given a deal that secures no loan", () => {
    it("refunds the payer, in part or in all, and takes nothing from the account", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { account, coin, hub, payer, accountAddress } = system;
      const deal = await openOrder(system);
      const id = await hub.idOf(packed(deal));
      for (const [amount, sent] of [
        [30n, 30n],
        [ALL, deal.price - 30n],
      ] as const) {
        const refunding = account.refund(packed(deal), amount);
        await expectChanges(refunding, coin, [payer, hub, accountAddress], [sent, -sent, 0n]);
        expect(await eventsOf(await refunding, hub, coin)).to.deep.equal([
          ["Refunded", id, payer.address, sent],
          ["Transfer", hub.target, payer.address, sent],
        ]);
      }
    });

    it("can be another order of an account whose orders are pledged", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { account, hub } = system;
      const [deal, pledged] = [await openOrder(system), await openOrder(system, { ref: PROOF })];
      await taken(system, await advanceOf(system, [pledged]), [pledged]);
      await expect(account.refund(packed(deal), ALL)).to.emit(hub, "Refunded");
    });
  });

  describe("given a deal that secures a loan", () => {
    it("rejects a pledged order, to the last unit", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { account, hub } = system;
      const deal = await openOrder(system);
      const order = await hub.idOf(packed(deal));
      const id = await taken(system, await advanceOf(system, [deal]), [deal]);
      for (const amount of [0n, 1n, deal.price, ALL]) {
        await expectRevert(account.refund(packed(deal), amount), account, "PayoutAccountPledged", [order, id]);
      }
    });

    it("rejects every deal while the income is pledged, those opened later too", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { account, hub, accountAddress } = system;
      const before = await openOrder(system);
      const id = await taken(system, await loanOf(system, incomePledgeOf(system)));
      const later = await openOrder(system, { ref: PROOF });
      const stream = await streamOf(system, { payee: accountAddress });
      await opened(system, stream, 1_000n);
      for (const deal of [before, later, stream]) {
        const order = await hub.idOf(packed(deal));
        await expectRevert(account.refund(packed(deal), 1n), account, "PayoutAccountPledged", [order, id]);
      }
    });
  });

  describe("given anybody else than the owner", () => {
    it("rejects", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { account, payer, lender, provider, stranger } = system;
      const deal = packed(await openOrder(system));
      for (const caller of [payer, lender, stranger]) {
        await expectRevert(account.connect(caller).refund(deal, ALL), account, "PayoutAccountUnauthorized", [
          caller.address,
          provider.address,
        ]);
      }
    });
  });
});
