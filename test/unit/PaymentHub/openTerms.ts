import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { networkHelpers } from "../../fixtures/chain.js";
import { packTerms, type Deal } from "../../fixtures/deals.js";
import { hubFixture, MAX_UINT96, MAX_WINDOW, Status, type HubSystem } from "../../fixtures/hub.js";
import { costOf, expectRefused, idOf, KINDS, markOf, richFixture, WAYS } from "./waysIn.js";

type Kind = keyof typeof KINDS;

/** What is changed about a sound deal, which is opened at `now`. */
type Change = (deal: Deal, system: HubSystem, now: bigint) => Partial<Deal>;

const REFUSED_PARTIES: readonly [what: string, kinds: readonly Kind[], change: Change][] = [
  ["no payer", ["order", "stream"], () => ({ payer: ZeroAddress })],
  ["no payee", ["order", "stream"], () => ({ payee: ZeroAddress })],
  ["the hub as payer", ["order", "stream"], (_, { hub }) => ({ payer: hub.target as string })],
  ["the hub as payee", ["order", "stream"], (_, { hub }) => ({ payee: hub.target as string })],
  ["one account as payer and payee", ["order", "stream"], ({ payer }) => ({ payee: payer })],
  ["the payer as arbiter", ["order"], ({ payer }) => ({ arbiter: payer })],
  ["the payee as arbiter", ["order"], ({ payee }) => ({ arbiter: payee })],
  ["an arbiter", ["stream", "subscription"], (_, { arbiter }) => ({ arbiter: arbiter.address })],
];

const LATER: readonly Kind[] = ["stream", "subscription"];

const REFUSED_TERMS: readonly [what: string, kinds: readonly Kind[], change: Change][] = [
  ["no price", ["order", "stream", "subscription"], () => ({ price: 0n })],
  ["a start", ["order"], () => ({ start: 1n })],
  ["a start that is its deadline", ["order"], ({ deadline }) => ({ start: deadline })],
  ["no deadline", ["order"], () => ({ deadline: 0n })],
  ["a deadline one second ago", ["order"], (_, __, now) => ({ deadline: now - 1n })],
  ["a window one second too long", ["order"], () => ({ window: MAX_WINDOW + 1n })],
  ["the longest window of 32 bits", ["order"], () => ({ window: 2n ** 32n - 1n })],
  ["no start", LATER, () => ({ start: 0n })],
  ["a window", LATER, () => ({ window: 1n })],
  ["a window of 32 bits", LATER, () => ({ window: 2n ** 32n - 1n })],
  ["a deadline one second ago", LATER, (_, __, now) => ({ start: now - 9n, deadline: now - 1n })],
  ["a deadline of 1", LATER, () => ({ deadline: 1n })],
  ["a deadline at its start", LATER, ({ start }) => ({ start: start + 99n, deadline: start + 99n })],
  ["a deadline at its start, which is now", LATER, (_, __, now) => ({ start: now, deadline: now })],
  ["a deadline one second before its start", LATER, ({ start }) => ({ start: start + 99n, deadline: start + 98n })],
];

const TAKEN: readonly [what: string, kinds: readonly Kind[], change: Change][] = [
  ["no arbiter", ["order"], () => ({ arbiter: ZeroAddress })],
  ["a deadline now", ["order"], (_, __, now) => ({ deadline: now })],
  ["the last deadline of 40 bits", ["order"], () => ({ deadline: 2n ** 40n - 1n })],
  ["the longest window", ["order"], () => ({ window: MAX_WINDOW })],
  ["no window", ["order"], () => ({ window: 0n })],
  ["a price of 1", ["order", "stream", "subscription"], () => ({ price: 1n })],
  ["the highest price of 96 bits", ["order"], () => ({ price: MAX_UINT96 })],
  [
    "the highest price that its life can pay",
    ["stream"],
    (_, __, now) => ({ price: MAX_UINT96, start: now, deadline: now + 1n }),
  ],
  [
    "the highest price that its life can pay",
    ["subscription"],
    ({ start, period }) => ({
      price: MAX_UINT96,
      deadline: start + period,
    }),
  ],
  ["a start in the past and a deadline now", LATER, (_, __, now) => ({ start: now - 9n, deadline: now })],
  ["a life of one second, from now", LATER, (_, __, now) => ({ start: now, deadline: now + 1n })],
  ["the last second of 40 bits", LATER, () => ({ start: 2n ** 40n - 2n, deadline: 2n ** 40n - 1n })],
  ["a period of 2 seconds", ["subscription"], () => ({ period: 2n, price: 1n })],
  ["the longest period of 32 bits", ["subscription"], () => ({ period: 2n ** 32n - 1n })],
  ["no reference", ["order", "stream"], () => ({ ref: `0x${"00".repeat(32)}` })],
];

/** A deal that is opened at its `now`. */
async function changed(fixture: () => Promise<HubSystem>, kind: Kind, change: Change) {
  const system = await networkHelpers.loadFixture(fixture);
  const now = BigInt(await networkHelpers.time.latest()) + 50n;
  const sound = await KINDS[kind](system);
  const deal = { ...sound, ...change(sound, system, now) };
  await networkHelpers.time.setNextBlockTimestamp(now);
  return { system, deal, id: await idOf(system, deal) };
}

for (const [way, run] of Object.entries(WAYS)) {
  describe(`PaymentHub.${way}: validity of a deal`, () => {
    for (const [what, kinds, change] of REFUSED_PARTIES) {
      for (const kind of kinds) {
        it(`rejects ${what} in a deal of kind ${kind}`, async () => {
          const { system, deal, id } = await changed(hubFixture, kind, change);
          const args = [0n, id, deal.payer, deal.payee, deal.arbiter];
          await expectRefused(system, deal, () => run(system, deal, costOf(deal)), "HubInvalidParties", args);
        });
      }
    }

    for (const [what, kinds, change] of REFUSED_TERMS) {
      for (const kind of kinds) {
        it(`rejects ${what} in a deal of kind ${kind}`, async () => {
          const { system, deal, id } = await changed(hubFixture, kind, change);
          const amount = kind === "order" ? deal.price : 1_000n;
          const args = [0n, id, packTerms(deal)];
          await expectRefused(system, deal, () => run(system, deal, amount), "HubInvalidTerms", args);
        });
      }
    }

    for (const [what, kinds, change] of TAKEN) {
      for (const kind of kinds) {
        it(`takes ${what} in a deal of kind ${kind}`, async () => {
          const { system, deal, id } = await changed(richFixture, kind, change);
          const { hub, payer, payee } = system;
          await expect(run(system, deal, costOf(deal)))
            .to.emit(hub, "Opened")
            .withArgs(id, payer, payee, costOf(deal), packTerms(deal), deal.arbiter, deal.ref);
          expect(await hub.escrowOf(id)).to.deep.equal([costOf(deal), 0n, await markOf(way, deal), Status.Open]);
        });
      }
    }

    for (const kind of LATER) {
      if (way === "openSigned") {
        it(`rejects a start of 1 in a deal of kind ${kind}`, async () => {
          const { system, deal, id } = await changed(richFixture, kind, () => ({ start: 1n, price: 1n }));
          const args = [0n, id, 1n + 7n * 86_400n];
          await expectRefused(system, deal, () => run(system, deal, costOf(deal)), "HubTooLate", args);
        });
      } else {
        it(`takes a start of 1 in a deal of kind ${kind}`, async () => {
          const { system, deal, id } = await changed(richFixture, kind, () => ({ start: 1n, price: 1n }));
          await run(system, deal, costOf(deal));
          expect(await system.hub.escrowOf(id)).to.deep.equal([costOf(deal), 0n, 0n, Status.Open]);
        });
      }
    }

    for (const [asked, offered] of [
      [0n, 1n],
      [0n, 65_535n],
      [50n, 0n],
      [50n, 49n],
      [50n, 51n],
      [100n, 101n],
    ] as const) {
      it(`rejects a fee of ${offered} when the fee of the hub is ${asked}`, async () => {
        for (const kind of Object.values(KINDS)) {
          const system = await networkHelpers.loadFixture(hubFixture);
          await system.hub.connect(system.owner).setFee(asked);
          const deal = await kind(system, { feeBps: offered });
          const args = [0n, await idOf(system, deal), offered, asked];
          await expectRefused(system, deal, () => run(system, deal, costOf(deal)), "HubFeeMismatch", args);
        }
      });
    }

    it("takes the hub's fee, and books the whole amount", async () => {
      for (const kind of Object.values(KINDS)) {
        const system = await networkHelpers.loadFixture(hubFixture);
        await system.hub.connect(system.owner).setFee(100n);
        const deal = await kind(system, { feeBps: 100n });
        await run(system, deal, costOf(deal));
        const books = [costOf(deal), 0n, await markOf(way, deal), Status.Open];
        expect(await system.hub.escrowOf(await idOf(system, deal))).to.deep.equal(books);
        expect(await system.hub.fees()).to.equal(0n);
      }
    });
  });
}
