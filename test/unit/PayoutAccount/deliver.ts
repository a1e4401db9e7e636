import { expect } from "chai";
import { networkHelpers } from "../../fixtures/chain.js";
import { advanceOf, creditFixture, openOrder, taken } from "../../fixtures/credit.js";
import { packed } from "../../fixtures/deals.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { PROOF, Status } from "../../fixtures/hub.js";

describe("PayoutAccount.deliver", () => {
  describe("given the owner", () => {
    it("delivers an order of the account, pledged or not", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { account, hub, accountAddress } = system;
      const [deal, pledged] = [await openOrder(system), await openOrder(system, { ref: PROOF })];
      await taken(system, await advanceOf(system, [pledged]), [pledged]);
      for (const order of [deal, pledged]) {
        const id = await hub.idOf(packed(order));
        const transaction = await account.deliver(packed(order), PROOF);
        expect(await eventsOf(transaction, hub)).to.deep.equal([["Delivered", id, accountAddress, PROOF]]);
        expect((await hub.escrowOf(id)).status).to.equal(Status.Delivered);
      }
    });

    it("passes on the hub's errors", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { account, hub, accountAddress, rival } = system;
      const deal = await openOrder(system);
      const id = await hub.idOf(packed(deal));
      await account.deliver(packed(deal), PROOF);
      await expectRevert(account.deliver(packed(deal), PROOF), hub, "HubWrongStatus", [0n, id, Status.Delivered]);
      const foreign = await openOrder(system, { payee: rival.address });
      await expectRevert(account.deliver(packed(foreign), PROOF), hub, "HubUnauthorized", [
        0n,
        await hub.idOf(packed(foreign)),
        accountAddress,
      ]);
    });
  });

  describe("given anybody else", () => {
    it("rejects", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { account, payer, lender, provider, stranger } = system;
      const deal = packed(await openOrder(system));
      for (const caller of [payer, lender, stranger]) {
        await expectRevert(account.connect(caller).deliver(deal, PROOF), account, "PayoutAccountUnauthorized", [
          caller.address,
          provider.address,
        ]);
      }
    });
  });
});
