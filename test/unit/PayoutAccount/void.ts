import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { networkHelpers } from "../../fixtures/chain.js";
import { advanceOf, creditFixture, openOrder, taken } from "../../fixtures/credit.js";
import { packed } from "../../fixtures/deals.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { orderOf, Status } from "../../fixtures/hub.js";

describe("PayoutAccount.void", () => {
  describe("given the owner", () => {
    it("voids a deal that was not opened, and a quote", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { account, hub, accountAddress } = system;
      for (const terms of [{}, { payer: ZeroAddress }]) {
        const deal = packed(await orderOf(system, { payee: accountAddress, ...terms }));
        const id = await hub.idOf(deal);
        const transaction = await account.void(deal);
        expect(await eventsOf(transaction, hub)).to.deep.equal([["Voided", id, accountAddress]]);
        expect((await hub.escrowOf(id)).status).to.equal(Status.Closed);
      }
    });

    it("cannot void a pledged order, because it is open", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { account, hub } = system;
      const deal = await openOrder(system);
      await taken(system, await advanceOf(system, [deal]), [deal]);
      await expectRevert(account.void(packed(deal)), hub, "HubWrongStatus", [
        0n,
        await hub.idOf(packed(deal)),
        Status.Open,
      ]);
    });
  });

  describe("given anybody else", () => {
    it("rejects", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { account, payer, lender, provider, stranger, accountAddress } = system;
      const deal = packed(await orderOf(system, { payee: accountAddress }));
      for (const caller of [payer, lender, stranger]) {
        await expectRevert(account.connect(caller).void(deal), account, "PayoutAccountUnauthorized", [
          caller.address,
          provider.address,
        ]);
      }
    });
  });
});
