import { expect } from "chai";
import { networkHelpers } from "../../fixtures/chain.js";
import { packed, type Deal } from "../../fixtures/deals.js";
import { eventsOf } from "../../fixtures/events.js";
import { hubFixture, Status, transferAndOpen, type HubSystem } from "../../fixtures/hub.js";
import { DAY } from "../../fixtures/system.js";
import { costOf, expectRefused, FUNDING, holdings, idOf, KINDS, movedSince, SCV } from "./waysIn.js";

const LATER = ["stream", "subscription"] as const;

/** What somebody else than the payer can call with own coins. */
const STRANGERS_WAYS = {
  open: ({ hub, sponsor }: HubSystem, deal: Deal, amount: bigint) =>
    hub.connect(sponsor).open(packed(deal), amount, "0x"),
  openMany: ({ hub, sponsor }: HubSystem, deal: Deal, amount: bigint) =>
    hub.connect(sponsor).openMany([{ deal: packed(deal), amount, quote: "0x" }]),
  onTransferReceived: (system: HubSystem, deal: Deal, amount: bigint) =>
    transferAndOpen(system, system.sponsor, deal, amount),
} as const;

/** A deal that its payer opened with 2 SCV. */
async function openFixture(kind: (typeof LATER)[number], terms: Partial<Deal> = {}) {
  const system = await networkHelpers.loadFixture(hubFixture);
  const deal = await KINDS[kind](system, terms);
  await system.hub.connect(system.payer).open(packed(deal), 2n * SCV, "0x");
  return { system, deal, id: await idOf(system, deal) };
}

for (const [way, run] of Object.entries(FUNDING)) {
  describe(`PaymentHub.${way}: topping up`, () => {
    for (const kind of LATER) {
      describe(`given an open ${kind}`, () => {
        it("adds the coins of the payer and reports who paid", async () => {
          const { system, deal, id } = await openFixture(kind);
          const { hub, coin, payer } = system;
          const before = await holdings(system);
          const events = await eventsOf(await run(system, deal, 5n), hub, coin);
          expect(events).to.have.deep.members([
            ["ToppedUp", id, payer.address, 5n],
            ["Transfer", payer.address, hub.target, 5n],
            ...(way === "openWithAuthorization" ? [["AuthorizationUsed", payer.address, id]] : []),
          ]);
          expect(await movedSince(system, before)).to.deep.equal({ payer: -5n, hub: 5n });
          expect(await hub.escrowOf(id)).to.deep.equal([2n * SCV + 5n, 0n, 0n, Status.Open]);
        });

        it("takes more in the second of the deadline, and refuses one second later", async () => {
          const { system, deal, id } = await openFixture(kind);
          const late = await networkHelpers.takeSnapshot();
          await networkHelpers.time.setNextBlockTimestamp(deal.deadline);
          await run(system, deal, 5n);
          expect(await system.hub.escrowOf(id)).to.deep.equal([2n * SCV + 5n, 0n, 0n, Status.Open]);
          await late.restore();
          await networkHelpers.time.increaseTo(deal.deadline);
          await networkHelpers.time.setNextBlockTimestamp(deal.deadline + 1n);
          await expectRefused(system, deal, () => run(system, deal, 5n), "HubTooLate", [0n, id, deal.deadline]);
        });

        it("takes more years later when there is no deadline", async () => {
          const { system, deal, id } = await openFixture(kind, { deadline: 0n });
          await networkHelpers.time.increase(10 * 365 * DAY);
          await run(system, deal, 5n);
          expect(await system.hub.escrowOf(id)).to.deep.equal([2n * SCV + 5n, 0n, 0n, Status.Open]);
        });

        it("takes more before the start", async () => {
          const start = BigInt(await networkHelpers.time.latest()) + BigInt(365 * DAY);
          const { system, deal, id } = await openFixture(kind, { start, deadline: 0n });
          await run(system, deal, 5n);
          expect(await system.hub.escrowOf(id)).to.deep.equal([2n * SCV + 5n, 0n, 0n, Status.Open]);
        });

        it("keeps the fee that the deal was opened with, in the payments too", async () => {
          const system = await networkHelpers.loadFixture(hubFixture);
          const { hub, coin, owner, payer, payee } = system;
          await hub.connect(owner).setFee(50n);
          const deal = await KINDS[kind](system, { price: SCV });
          const id = await idOf(system, deal);
          await hub.connect(payer).open(packed(deal), 1_000n, "0x");
          await hub.connect(owner).setFee(100n);
          await run(system, deal, 1_000n);
          await hub.claim(packed(deal));
          expect(await hub.escrowOf(id)).to.deep.equal([2_000n, 2_000n, 0n, Status.Open]);
          expect(await hub.fees()).to.equal(10n);
          expect(await coin.balanceOf(payee)).to.equal(1_990n);
        });

        it("opens the same terms with a new fee as a separate deal", async () => {
          const { system, deal, id } = await openFixture(kind);
          await system.hub.connect(system.owner).setFee(100n);
          const other = { ...deal, feeBps: 100n };
          await run(system, other, 5n);
          expect(await system.hub.escrowOf(id)).to.deep.equal([2n * SCV, 0n, 0n, Status.Open]);
          expect(await system.hub.escrowOf(await idOf(system, other))).to.deep.equal([5n, 0n, 0n, Status.Open]);
        });
      });
    }

    describe("given a stream of which all was paid", () => {
      it("lets it go on", async () => {
        const system = await networkHelpers.loadFixture(hubFixture);
        const { hub, coin, payer, payee } = system;
        const deal = await KINDS.stream(system, { deadline: 0n });
        const id = await idOf(system, deal);
        await hub.connect(payer).open(packed(deal), 3_000n, "0x");
        await networkHelpers.time.increaseTo(deal.start + 50n);
        await hub.claim(packed(deal));
        expect(await hub.escrowOf(id)).to.deep.equal([3_000n, 3_000n, 0n, Status.Open]);
        await run(system, deal, 9_000n);
        expect(await hub.escrowOf(id)).to.deep.equal([12_000n, 3_000n, 0n, Status.Open]);
        // What it owed while it was empty is paid now.
        expect(await hub.dueOf(packed(deal))).to.equal(9_000n);
        await hub.claim(packed(deal));
        expect(await coin.balanceOf(payee)).to.equal(12_000n);
      });
    });

    describe("given a stream of which all was refunded", () => {
      it("lets it go on", async () => {
        const { system, deal, id } = await openFixture("stream");
        await system.hub.connect(system.payee).refund(packed(deal), 2n * SCV);
        expect(await system.hub.escrowOf(id)).to.deep.equal([0n, 0n, 0n, Status.Open]);
        await run(system, deal, 5n);
        expect(await system.hub.escrowOf(id)).to.deep.equal([5n, 0n, 0n, Status.Open]);
      });
    });
  });
}

for (const [way, run] of Object.entries(STRANGERS_WAYS)) {
  describe(`PaymentHub.${way}: a sponsor`, () => {
    for (const kind of LATER) {
      it(`tops up somebody's ${kind} with own coins, which are refunded to the payer`, async () => {
        const { system, deal, id } = await openFixture(kind);
        const { hub, coin, sponsor, payee } = system;
        const before = await holdings(system);
        const transaction = await run(system, deal, 7n);
        const events = await eventsOf(transaction, hub, coin);
        expect(events).to.have.deep.members([
          ["ToppedUp", id, sponsor.address, 7n],
          ["Transfer", sponsor.address, hub.target, 7n],
        ]);
        expect(await hub.escrowOf(id)).to.deep.equal([2n * SCV + 7n, 0n, 0n, Status.Open]);
        await hub.connect(payee).refund(packed(deal), 2n * SCV + 7n);
        expect(await movedSince(system, before)).to.deep.equal({ sponsor: -7n, payer: 2n * SCV + 7n, hub: -2n * SCV });
      });
    }

    for (const kind of ["order", ...LATER] as const) {
      it(`pays for the payer's new ${kind}, which is refunded to the payer`, async () => {
        const system = await networkHelpers.loadFixture(hubFixture);
        const { hub, payee } = system;
        const deal = await KINDS[kind](system);
        const cost = costOf(deal);
        const before = await holdings(system);
        await run(system, deal, cost);
        expect(await movedSince(system, before)).to.deep.equal({ sponsor: -cost, hub: cost });
        expect(await hub.escrowOf(await idOf(system, deal))).to.deep.equal([cost, 0n, 0n, Status.Open]);
        await hub.connect(payee).refund(packed(deal), cost);
        expect(await movedSince(system, before)).to.deep.equal({ sponsor: -cost, payer: cost });
      });
    }
  });
}
