import { expect } from "chai";
import { ZeroAddress, ZeroHash } from "ethers";
import { networkHelpers } from "../../fixtures/chain.js";
import { packed } from "../../fixtures/deals.js";
import { eventsOf } from "../../fixtures/events.js";
import { ALL, hubFixture, opened, Status, transferAndOpen } from "../../fixtures/hub.js";
import { costOf, expectRefused, holdings, idOf, KINDS, movedSince, WAYS } from "./waysIn.js";

const PARTIES = ["payer", "payee"] as const;

describe("PaymentHub.void", () => {
  for (const [kind, make] of Object.entries(KINDS)) {
    for (const by of PARTIES) {
      describe(`given a deal of kind ${kind} that was never opened, and its ${by}`, () => {
        it("closes it, moves no coins and logs the caller", async () => {
          const system = await networkHelpers.loadFixture(hubFixture);
          const { hub, coin } = system;
          const deal = await make(system);
          const [id, before] = [await idOf(system, deal), await holdings(system)];
          const transaction = await hub.connect(system[by]).void(packed(deal));
          expect(await eventsOf(transaction, hub, coin)).to.deep.equal([["Voided", id, system[by].address]]);
          expect(await hub.escrowOf(id)).to.deep.equal([0n, 0n, 0n, Status.Closed]);
          expect(await movedSince(system, before)).to.deep.equal({});
        });

        for (const [way, run] of Object.entries(WAYS)) {
          it(`lets nobody open it with ${way}`, async () => {
            const system = await networkHelpers.loadFixture(hubFixture);
            const deal = await make(system);
            await system.hub.connect(system[by]).void(packed(deal));
            const args = [0n, await idOf(system, deal), Status.Closed];
            await expectRefused(system, deal, () => run(system, deal, costOf(deal)), "HubWrongStatus", args);
          });
        }

        it("leaves other deals of the same parties open to them", async () => {
          const system = await networkHelpers.loadFixture(hubFixture);
          const deal = await make(system);
          await system.hub.connect(system[by]).void(packed(deal));
          const other = { ...deal, ref: ZeroHash };
          await opened(system, other, costOf(other));
          expect(await system.hub.escrowOf(await idOf(system, other))).to.deep.equal([
            costOf(other),
            0n,
            0n,
            Status.Open,
          ]);
        });
      });
    }
  }

  describe("given somebody else", () => {
    it("rejects the arbiter, the owner, sponsors and strangers", async () => {
      const system = await networkHelpers.loadFixture(hubFixture);
      const { hub, arbiter, owner, sponsor, stranger } = system;
      const deal = await KINDS.order(system);
      const id = await idOf(system, deal);
      for (const caller of [arbiter, owner, sponsor, stranger]) {
        const attempt = () => hub.connect(caller).void(packed(deal));
        await expectRefused(system, deal, attempt, "HubUnauthorized", [0n, id, caller.address]);
      }
      await opened(system, deal);
    });
  });

  describe("given a deal that is void", () => {
    it("rejects it again, by either party", async () => {
      const system = await networkHelpers.loadFixture(hubFixture);
      const { hub } = system;
      for (const first of PARTIES) {
        const deal = await KINDS.order(system, { ref: first === "payer" ? ZeroHash : `0x${"11".repeat(32)}` });
        await hub.connect(system[first]).void(packed(deal));
        const args = [0n, await idOf(system, deal), Status.Closed];
        for (const second of PARTIES) {
          const again = () => hub.connect(system[second]).void(packed(deal));
          await expectRefused(system, deal, again, "HubWrongStatus", args);
        }
      }
    });
  });

  describe("given a deal that was opened", () => {
    for (const [kind, make] of Object.entries(KINDS)) {
      it(`rejects one of kind ${kind}, with its money in it`, async () => {
        const system = await networkHelpers.loadFixture(hubFixture);
        const deal = await make(system);
        await opened(system, deal, costOf(deal));
        const args = [0n, await idOf(system, deal), Status.Open];
        for (const party of PARTIES) {
          const attempt = () => system.hub.connect(system[party]).void(packed(deal));
          await expectRefused(system, deal, attempt, "HubWrongStatus", args);
        }
      });
    }

    it("rejects an order that is delivered, disputed or closed", async () => {
      const system = await networkHelpers.loadFixture(hubFixture);
      const { hub, payer, payee } = system;
      const deal = await KINDS.order(system);
      const id = await opened(system, deal);
      const attempt = () => hub.connect(payer).void(packed(deal));
      await hub.connect(payee).deliver(packed(deal), ZeroHash);
      await expectRefused(system, deal, attempt, "HubWrongStatus", [0n, id, Status.Delivered]);
      await hub.connect(payer).dispute(packed(deal), ZeroHash);
      await expectRefused(system, deal, attempt, "HubWrongStatus", [0n, id, Status.Disputed]);
      await hub.connect(payee).refund(packed(deal), ALL);
      await expectRefused(system, deal, attempt, "HubWrongStatus", [0n, id, Status.Closed]);
    });
  });

  describe("given a quote, a deal without payer", () => {
    it("is made void by the payee alone, once", async () => {
      const system = await networkHelpers.loadFixture(hubFixture);
      const { hub, coin, payer, payee, arbiter, owner, stranger } = system;
      const deal = await KINDS.order(system, { payer: ZeroAddress });
      const id = await idOf(system, deal);
      for (const caller of [payer, arbiter, owner, stranger]) {
        const attempt = () => hub.connect(caller).void(packed(deal));
        await expectRefused(system, deal, attempt, "HubUnauthorized", [0n, id, caller.address]);
      }
      const transaction = await hub.connect(payee).void(packed(deal));
      expect(await eventsOf(transaction, hub, coin)).to.deep.equal([["Voided", id, payee.address]]);
      expect(await hub.escrowOf(id)).to.deep.equal([0n, 0n, 0n, Status.Closed]);
      const again = () => hub.connect(payee).void(packed(deal));
      await expectRefused(system, deal, again, "HubWrongStatus", [0n, id, Status.Closed]);
    });

    it("does not make the deal of a payer void", async () => {
      const system = await networkHelpers.loadFixture(hubFixture);
      const { hub, payer, payee } = system;
      const deal = await KINDS.order(system);
      await hub.connect(payee).void(packed({ ...deal, payer: ZeroAddress }));
      await transferAndOpen(system, payer, deal);
      expect(await hub.escrowOf(await idOf(system, deal))).to.deep.equal([deal.price, 0n, 0n, Status.Open]);
    });
  });

  describe("given terms that could never be opened", () => {
    it("makes them void all the same", async () => {
      const system = await networkHelpers.loadFixture(hubFixture);
      const { hub, payer } = system;
      const deal = await KINDS.order(system, { deadline: 1n, feeBps: 65_535n });
      await hub.connect(payer).void(packed(deal));
      expect(await hub.escrowOf(await idOf(system, deal))).to.deep.equal([0n, 0n, 0n, Status.Closed]);
    });
  });
});
