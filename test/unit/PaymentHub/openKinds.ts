import { expect } from "chai";
import { ZeroHash } from "ethers";
import { networkHelpers } from "../../fixtures/chain.js";
import { packed, packTerms } from "../../fixtures/deals.js";
import { eventsOf } from "../../fixtures/events.js";
import { ALL, hubFixture, Status, type HubSystem } from "../../fixtures/hub.js";
import { costOf, expectRefused, holdings, idOf, KINDS, markOf, movedSince, WAYS } from "./waysIn.js";

type Move = (system: HubSystem, deal: ReturnType<typeof packed>) => Promise<unknown>;

/** How an open order gets to each status. */
const STANDS: readonly [status: keyof typeof Status, move: Move][] = [
  ["Open", () => Promise.resolve()],
  ["Delivered", ({ hub, payee }, deal) => hub.connect(payee).deliver(deal, ZeroHash)],
  [
    "Disputed",
    async ({ hub, payer, payee }, deal) => {
      await hub.connect(payee).deliver(deal, ZeroHash);
      await hub.connect(payer).dispute(deal, ZeroHash);
    },
  ],
  ["Closed", ({ hub, payee }, deal) => hub.connect(payee).refund(deal, ALL)],
];

/** Who logs first: the coin tells a receiver (ERC-1363) after it has moved the coins. */
function ordered(way: string, opened: unknown[], transfer: unknown[], used: unknown[]): unknown[] {
  if (way === "onTransferReceived") return [transfer, opened];
  return way === "openWithAuthorization" ? [opened, used, transfer] : [opened, transfer];
}

for (const [way, run] of Object.entries(WAYS)) {
  describe(`PaymentHub.${way}: kinds of deals`, () => {
    for (const [kind, make] of Object.entries(KINDS)) {
      describe(`given a new deal of kind ${kind}`, () => {
        it("opens it, takes the payer's coins once and logs all of it", async () => {
          const system = await networkHelpers.loadFixture(hubFixture);
          const { hub, coin } = system;
          const deal = await make(system);
          const [id, cost, before] = [await idOf(system, deal), costOf(deal), await holdings(system)];
          const transaction = await run(system, deal, cost);
          const { payer, payee, arbiter, ref } = deal;
          expect(await eventsOf(transaction, hub, coin)).to.deep.equal(
            ordered(
              way,
              ["Opened", id, payer, payee, cost, packTerms(deal), arbiter, ref],
              ["Transfer", payer, hub.target, cost],
              ["AuthorizationUsed", payer, id],
            ),
          );
          expect(await movedSince(system, before)).to.deep.equal({ payer: -cost, hub: cost });
          expect(await hub.escrowOf(id)).to.deep.equal([cost, 0n, await markOf(way, deal), Status.Open]);
          expect(await hub.idOf(packed(deal))).to.equal(id);
          expect(await hub.fees()).to.equal(0n);
        });

        it("keeps it apart from a deal that differs in its reference only", async () => {
          const system = await networkHelpers.loadFixture(hubFixture);
          const deal = await make(system);
          const other = { ...deal, ref: ZeroHash };
          await run(system, deal, costOf(deal));
          const books = [costOf(deal), 0n, await markOf(way, deal), Status.Open];
          expect(await system.hub.escrowOf(await idOf(system, other))).to.deep.equal([0n, 0n, 0n, Status.None]);
          await run(system, other, costOf(other));
          const otherBooks = [costOf(other), 0n, await markOf(way, other), Status.Open];
          expect(await system.hub.escrowOf(await idOf(system, deal))).to.deep.equal(books);
          expect(await system.hub.escrowOf(await idOf(system, other))).to.deep.equal(otherBooks);
        });
      });
    }

    for (const [status, move] of STANDS) {
      describe(`given an order that is ${status}`, () => {
        for (const [first, open] of Object.entries(WAYS)) {
          it(`rejects it when it was opened by ${first}`, async () => {
            const system = await networkHelpers.loadFixture(hubFixture);
            const deal = await KINDS.order(system);
            await open(system, deal, deal.price);
            await move(system, packed(deal));
            const args = [0n, await idOf(system, deal), Status[status]];
            await expectRefused(system, deal, () => run(system, deal, deal.price), "HubWrongStatus", args);
          });
        }
      });
    }

    for (const kind of ["stream", "subscription"] as const) {
      for (const by of ["payer", "payee"] as const) {
        describe(`given a ${kind} that the ${by} canceled`, () => {
          it("rejects it", async () => {
            const system = await networkHelpers.loadFixture(hubFixture);
            const deal = await KINDS[kind](system);
            await system.hub.connect(system.payer).open(packed(deal), costOf(deal), "0x");
            await system.hub.connect(system[by]).cancel(packed(deal));
            const args = [0n, await idOf(system, deal), Status.Closed];
            await expectRefused(system, deal, () => run(system, deal, costOf(deal)), "HubWrongStatus", args);
          });
        });
      }
    }
  });
}
