import { expect } from "chai";
import { toBeHex, ZeroAddress } from "ethers";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { packed, packTerms, quoteData, type Deal } from "../../fixtures/deals.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { hubFixture, MAX_UINT96, Status, type HubSystem } from "../../fixtures/hub.js";
import { domainOf, sign } from "../../fixtures/signatures.js";
import { costOf, expectRefused, holdings, idOf, KINDS, movedSince, SCV } from "./waysIn.js";

function openingOf(deal: Deal, amount = costOf(deal), quote = "0x") {
  return { deal: packed(deal), amount, quote };
}

/** An order, a stream and a subscription with references 0, 1 and 2. */
async function threeOf(system: HubSystem): Promise<Deal[]> {
  const ref = (i: number) => ({ ref: toBeHex(i, 32) });
  return [
    await KINDS.order(system, ref(0)),
    await KINDS.stream(system, ref(1)),
    await KINDS.subscription(system, ref(2)),
  ];
}

/** What is wrong with one element, and the error without its index. */
type Fault = (
  system: HubSystem,
  deal: Deal,
) => Promise<[opening: ReturnType<typeof openingOf>, Deal, string, unknown[]]>;

const FAULTS: Readonly<Record<string, Fault>> = {
  "a wrong amount": async (system, deal) => {
    const args = [await idOf(system, deal), deal.price - 1n, deal.price];
    return [openingOf(deal, deal.price - 1n), deal, "HubWrongAmount", args];
  },
  "an amount of 0 for a stream": async (system) => {
    const deal = await KINDS.stream(system);
    return [openingOf(deal, 0n), deal, "HubInvalidAmount", [await idOf(system, deal), 0n, MAX_UINT96]];
  },
  "bad parties": async (system, sound) => {
    const deal = { ...sound, payee: sound.payer };
    const args = [await idOf(system, deal), deal.payer, deal.payee, deal.arbiter];
    return [openingOf(deal), deal, "HubInvalidParties", args];
  },
  "bad terms": async (system, sound) => {
    const deal = { ...sound, start: 1n };
    return [openingOf(deal), deal, "HubInvalidTerms", [await idOf(system, deal), packTerms(deal)]];
  },
  "another fee": async (system, sound) => {
    const deal = { ...sound, feeBps: 7n };
    return [openingOf(deal), deal, "HubFeeMismatch", [await idOf(system, deal), 7n, 0n]];
  },
  "a bad quote": async (system, deal) => {
    return [openingOf(deal, deal.price, "0x00"), deal, "HubInvalidSignature", [await idOf(system, deal), deal.payee]];
  },
  "a void quote": async (system, deal) => {
    const anyPayer = { ...deal, payer: ZeroAddress };
    const quote = await sign(system.payee, quoteData(await domainOf(system.hub), deal));
    await system.hub.connect(system.payee).void(packed(anyPayer));
    const args = [await idOf(system, anyPayer), Status.Closed];
    return [openingOf(deal, deal.price, quote), deal, "HubWrongStatus", args];
  },
  "a deal that was opened before": async (system, deal) => {
    await system.hub.connect(system.sponsor).open(packed(deal), deal.price, "0x");
    return [openingOf(deal), deal, "HubWrongStatus", [await idOf(system, deal), Status.Open]];
  },
  "a top-up of 0": async (system) => {
    const deal = await KINDS.stream(system);
    await system.hub.connect(system.sponsor).open(packed(deal), 9n, "0x");
    return [openingOf(deal, 0n), deal, "HubInvalidAmount", [await idOf(system, deal), 0n, MAX_UINT96 - 9n]];
  },
  "a top-up after the deadline": async (system) => {
    const deal = await KINDS.stream(system);
    await system.hub.connect(system.sponsor).open(packed(deal), 9n, "0x");
    await networkHelpers.time.increaseTo(deal.deadline);
    return [openingOf(deal, 1n), deal, "HubTooLate", [await idOf(system, deal), deal.deadline]];
  },
};

describe("PaymentHub.openMany", () => {
  describe("given no openings", () => {
    it("reverts because the batch is empty", async () => {
      const { hub, payer } = await networkHelpers.loadFixture(hubFixture);
      await expectRevert(hub.connect(payer).openMany([]), hub, "HubEmptyBatch", []);
    });
  });

  describe("given deals of each kind", () => {
    it("opens them all with one transfer of exactly their sum", async () => {
      const system = await networkHelpers.loadFixture(hubFixture);
      const { hub, coin, payer, payee } = system;
      const deals = await threeOf(system);
      const sum = deals.reduce((total, deal) => total + costOf(deal), 0n);
      const before = await holdings(system);
      const transaction = await hub.connect(payer).openMany(deals.map((deal) => openingOf(deal)));
      const opened: unknown[] = [];
      for (const deal of deals) {
        const [id, cost] = [await idOf(system, deal), costOf(deal)];
        opened.push(["Opened", id, payer.address, payee.address, cost, packTerms(deal), deal.arbiter, deal.ref]);
        expect(await hub.escrowOf(id)).to.deep.equal([cost, 0n, 0n, Status.Open]);
      }
      const transfer = ["Transfer", payer.address, hub.target, sum];
      expect(await eventsOf(transaction, hub, coin)).to.deep.equal([...opened, transfer]);
      expect(await movedSince(system, before)).to.deep.equal({ payer: -sum, hub: sum });
    });

    it("opens deals of other payers out of the caller's coins, with quotes where there are some", async () => {
      const system = await networkHelpers.loadFixture(hubFixture);
      const { hub, payer, payee, sponsor, stranger } = system;
      const quotedDeal = await KINDS.order(system, { payer: stranger.address, price: 3n });
      const quote = await sign(payee, quoteData(await domainOf(hub), quotedDeal));
      const plain = await KINDS.order(system, { payer: payer.address, payee: stranger.address, price: 4n });
      const before = await holdings(system);
      await hub.connect(sponsor).openMany([openingOf(quotedDeal, 3n, quote), openingOf(plain)]);
      expect(await movedSince(system, before)).to.deep.equal({ sponsor: -7n, hub: 7n });
      expect(await hub.escrowOf(await idOf(system, quotedDeal))).to.deep.equal([3n, 0n, 0n, Status.Open]);
      expect(await hub.escrowOf(await idOf(system, plain))).to.deep.equal([4n, 0n, 0n, Status.Open]);
    });

    it("opens many", async () => {
      const system = await networkHelpers.loadFixture(hubFixture);
      const { hub, coin, payer } = system;
      const sound = await KINDS.order(system);
      const deals = Array.from({ length: 40 }, (_, i) => ({ ...sound, price: BigInt(i + 1), ref: toBeHex(i, 32) }));
      const transaction = await hub.connect(payer).openMany(deals.map((deal) => openingOf(deal)));
      const events = await eventsOf(transaction, hub, coin);
      expect(events.filter(([name]) => name === "Transfer")).to.deep.equal([
        ["Transfer", payer.address, hub.target, (40n * 41n) / 2n],
      ]);
      for (const deal of deals) {
        expect(await hub.escrowOf(await idOf(system, deal))).to.deep.equal([deal.price, 0n, 0n, Status.Open]);
      }
    });
  });

  describe("given one deal twice in a batch", () => {
    it("rejects an order, and names the second", async () => {
      const system = await networkHelpers.loadFixture(hubFixture);
      const { hub, payer } = system;
      const deal = await KINDS.order(system);
      const attempt = () => hub.connect(payer).openMany([openingOf(deal), openingOf(deal)]);
      await expectRefused(system, deal, attempt, "HubWrongStatus", [1n, idOf(system, deal), Status.Open]);
    });

    for (const kind of ["stream", "subscription"] as const) {
      it(`opens a ${kind}, then tops it up`, async () => {
        const system = await networkHelpers.loadFixture(hubFixture);
        const { hub, coin, payer, payee } = system;
        const deal = await KINDS[kind](system);
        const id = await idOf(system, deal);
        const transaction = await hub.connect(payer).openMany([openingOf(deal, 5n), openingOf(deal, 6n)]);
        expect(await eventsOf(transaction, hub, coin)).to.deep.equal([
          ["Opened", id, payer.address, payee.address, 5n, packTerms(deal), ZeroAddress, deal.ref],
          ["ToppedUp", id, payer.address, 6n],
          ["Transfer", payer.address, hub.target, 11n],
        ]);
        expect(await hub.escrowOf(id)).to.deep.equal([11n, 0n, 0n, Status.Open]);
      });
    }
  });

  describe("given one bad element", () => {
    for (const [what, fault] of Object.entries(FAULTS)) {
      for (const index of [0, 1, 3]) {
        it(`opens none because of ${what} at ${index}, and names it`, async () => {
          const system = await networkHelpers.loadFixture(hubFixture);
          const { hub, payer } = system;
          const sound = await threeOf(system);
          const bad = await KINDS.order(system, { price: SCV, ref: ethers.id("bad") });
          const [opening, deal, error, args] = await fault(system, bad);
          const late = what === "a top-up after the deadline";
          // The clock has passed the end of the stream of 100 seconds.
          const others = sound.filter(({ period }) => !late || period !== 1n).map((each) => openingOf(each));
          const at = Math.min(index, others.length);
          const batch = [...others.slice(0, at), opening, ...others.slice(at)];
          const attempt = () => hub.connect(payer).openMany(batch);
          await expectRefused(system, deal, attempt, error, [BigInt(at), ...args]);
          for (const each of sound) {
            expect(await hub.escrowOf(await idOf(system, each))).to.deep.equal([0n, 0n, 0n, Status.None]);
          }
        });
      }
    }
  });

  describe("given a caller who cannot pay the sum", () => {
    it("passes on the coin's error about the sum, and opens none", async () => {
      const system = await networkHelpers.loadFixture(hubFixture);
      const { hub, coin, payer } = system;
      const deals = await threeOf(system);
      const sum = deals.reduce((total, deal) => total + costOf(deal), 0n);
      await coin.connect(payer).approve(hub, sum - 1n);
      await expectRevert(
        hub.connect(payer).openMany(deals.map((deal) => openingOf(deal))),
        coin,
        "ERC20InsufficientAllowance",
        [hub, sum - 1n, sum],
      );
      for (const deal of deals) {
        expect(await hub.escrowOf(await idOf(system, deal))).to.deep.equal([0n, 0n, 0n, Status.None]);
      }
    });
  });
});
