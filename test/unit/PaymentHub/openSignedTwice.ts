import { expect } from "chai";
import { networkHelpers } from "../../fixtures/chain.js";
import { packed, type Deal } from "../../fixtures/deals.js";
import { ALL, hubFixture, MAX_UINT96, Status } from "../../fixtures/hub.js";
import { costOf, expectRefused, holdings, idOf, KINDS, movedSince, signedDeal } from "./waysIn.js";

/** A stream or subscription that the payer signed, and how a stranger brings the signature. */
async function signedFixture(kind: "stream" | "subscription") {
  const system = await networkHelpers.loadFixture(hubFixture);
  const { hub, stranger } = system;
  const deal: Deal = await KINDS[kind](system);
  const [id, signature] = [await idOf(system, deal), await signedDeal(system, deal)];
  return {
    system,
    deal,
    id,
    total: costOf(deal),
    bring: () => hub.connect(stranger).openSigned(packed(deal), signature),
  };
}

// An order that someone opened before is paid: nothing is missing.
describe("PaymentHub.openSigned, given an open deal", () => {
  for (const kind of ["stream", "subscription"] as const) {
    describe(`given a ${kind} that somebody opened before with 1 base unit`, () => {
      it("takes what is missing from the payer, once", async () => {
        const { system, deal, id, total, bring } = await signedFixture(kind);
        const { hub, sponsor } = system;
        await hub.connect(sponsor).open(packed(deal), 1n, "0x");
        const before = await holdings(system);
        const bringing = bring();
        await expect(bringing)
          .to.emit(hub, "ToppedUp")
          .withArgs(id, deal.payer, total - 1n);
        await bringing;
        expect(await movedSince(system, before)).to.deep.equal({ payer: 1n - total, hub: total - 1n });
        const usedAt = BigInt(await networkHelpers.time.latest());
        expect(await hub.escrowOf(id)).to.deep.equal([total, 0n, usedAt, Status.Open]);
        await expectRefused(system, deal, bring, "HubWrongStatus", [0n, id, Status.Open]);
      });

      it("does not take the payer's coins again when the payee gave some back", async () => {
        const { system, deal, id, bring } = await signedFixture(kind);
        const { hub, payee } = system;
        await bring();
        await hub.connect(payee).refund(packed(deal), ALL);
        await expectRefused(system, deal, bring, "HubWrongStatus", [0n, id, Status.Open]);
      });

      it("keeps the mark when it is topped up and claimed", async () => {
        const { system, deal, id, total, bring } = await signedFixture(kind);
        const { hub, sponsor, stranger } = system;
        await bring();
        const usedAt = BigInt(await networkHelpers.time.latest());
        await hub.connect(sponsor).open(packed(deal), 5n, "0x");
        await networkHelpers.time.increase(1_000);
        await hub.connect(stranger).claim(packed(deal));
        const { funded, markedAt } = await hub.escrowOf(id);
        expect([funded, markedAt]).to.deep.equal([total + 5n, usedAt]);
        await expectRefused(system, deal, bring, "HubWrongStatus", [0n, id, Status.Open]);
      });
    });

    describe(`given a ${kind} that is funded for its whole life, or more`, () => {
      it("takes nothing", async () => {
        const { system, deal, id, total, bring } = await signedFixture(kind);
        for (const amount of [total, 1n]) {
          await system.hub.connect(system.payer).open(packed(deal), amount, "0x");
          const { funded } = await system.hub.escrowOf(id);
          await expectRefused(system, deal, bring, "HubInvalidAmount", [0n, id, 0n, MAX_UINT96 - funded]);
        }
      });
    });

    describe(`given a ${kind} that was opened and canceled`, () => {
      it("rejects the signature", async () => {
        const { system, deal, id, bring } = await signedFixture(kind);
        const { hub, payer } = system;
        await hub.connect(payer).open(packed(deal), 1n, "0x");
        await hub.connect(payer).cancel(packed(deal));
        await expectRefused(system, deal, bring, "HubWrongStatus", [0n, id, Status.Closed]);
      });
    });

    describe(`given a ${kind} that is over`, () => {
      it("rejects the signature", async () => {
        const { system, deal, id, bring } = await signedFixture(kind);
        const { hub, payer } = system;
        await hub.connect(payer).open(packed(deal), 1n, "0x");
        await networkHelpers.time.increaseTo(deal.deadline + 1n);
        await expectRefused(system, deal, bring, "HubTooLate", [0n, id, deal.deadline]);
      });
    });
  }

  describe("given an order that somebody else paid", () => {
    it("rejects the signature, in every state", async () => {
      const system = await networkHelpers.loadFixture(hubFixture);
      const { hub, sponsor, payer, payee, stranger } = system;
      const deal = await KINDS.order(system);
      const [id, signature] = [await idOf(system, deal), await signedDeal(system, deal)];
      const bring = () => hub.connect(stranger).openSigned(packed(deal), signature);
      await hub.connect(sponsor).open(packed(deal), deal.price, "0x");
      await expectRefused(system, deal, bring, "HubWrongStatus", [0n, id, Status.Open]);
      await hub.connect(payee).deliver(packed(deal), id);
      await expectRefused(system, deal, bring, "HubWrongStatus", [0n, id, Status.Delivered]);
      await hub.connect(payer).dispute(packed(deal), id);
      await expectRefused(system, deal, bring, "HubWrongStatus", [0n, id, Status.Disputed]);
    });
  });
});
