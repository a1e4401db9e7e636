import { expect } from "chai";
import { parseEther, ZeroAddress } from "ethers";
import {
  DEAL_ACTIONS,
  dealStandingAt,
  PARTIES,
  type DealAction,
} from "../../../packages/indexer/src/api/dealStanding.js";
import { networkHelpers } from "../../fixtures/chain.js";
import { packed, type Deal } from "../../fixtures/deals.js";
import {
  ALL,
  feeFixture,
  opened,
  orderIn,
  streamOf,
  subscriptionOf,
  type HubSystem,
  type Place,
} from "../../fixtures/hub.js";
import { DAY } from "../../fixtures/system.js";

type Action = DealAction["action"];
type Party = DealAction["by"];

const STATES = ["none", "open", "delivered", "disputed", "closed"];
const LATEST = { blockTag: "latest" };

/** Everyone can pay. */
async function richFixture(): Promise<HubSystem> {
  const system = await feeFixture();
  for (const account of [system.payee, system.arbiter]) {
    await system.coin.transfer(account, parseEther("1"));
    await system.coin.connect(account).approve(system.hub, parseEther("1"));
  }
  return system;
}

/** What the index derives of a deal, from the escrow that the hub has in the last block. */
async function derived({ hub }: HubSystem, deal: Deal, time: number): Promise<DealAction[]> {
  const { status, funded, paid, markedAt } = await hub.escrowOf(await hub.idOf(packed(deal)), LATEST);
  const { period, start, deadline, window, price } = deal;
  const marked = markedAt === 0n || period !== 0n ? null : Number(markedAt);
  const state = STATES[Number(status)] ?? "";
  return dealStandingAt(
    {
      kind: period === 0n ? "order" : period === 1n ? "stream" : "subscription",
      ...{ state, arbiter: deal.arbiter === ZeroAddress ? null : deal.arbiter },
      ...{ price, period: Number(period), start: Number(start), deadline: Number(deadline), window: Number(window) },
      ...{ funded, paid, deliveredAt: marked, disputedAt: state === "disputed" ? marked : null },
    },
    time,
  ).actions;
}

/** Whether the hub takes an action of a party in the last block. With an amount: for so much. */
async function isTaken(system: HubSystem, deal: Deal, action: Action, party: Party, amount?: bigint): Promise<boolean> {
  const caller = party === "anyone" ? system.sponsor : system[party];
  const hub = system.hub.connect(caller);
  const [terms, note] = [packed(deal), `0x${"11".repeat(32)}`];
  const readFunded = async () => (await hub.escrowOf(await hub.idOf(terms), LATEST)).funded;
  const calls: Record<Action, () => Promise<unknown>> = {
    deliver: () => hub.deliver.staticCall(terms, note, LATEST),
    release: async () => hub.release.staticCall(terms, await readFunded(), LATEST),
    dispute: () => hub.dispute.staticCall(terms, note, LATEST),
    resolve: async () => hub.resolve.staticCall(terms, await readFunded(), LATEST),
    claim: () => hub.claim.staticCall(terms, LATEST),
    refund: () => hub.refund.staticCall(terms, amount ?? ALL, LATEST),
    cancel: () => hub.cancel.staticCall(terms, LATEST),
    topUp: () => hub.open.staticCall(terms, 1n, "0x", LATEST),
  };
  return calls[action]().then(
    () => true,
    () => false,
  );
}

const OF_ORDERS = new Set<Action>(["deliver", "release", "dispute", "resolve", "claim", "refund"]);
const OF_ACCRUALS = new Set<Action>(["claim", "refund", "cancel", "topUp"]);

const DEALS: Record<string, (system: HubSystem) => Promise<Deal>> = {};
for (const place of ["Open", "Delivered", "Disputed", "Closed"] satisfies Place[]) {
  DEALS[`an order, ${place.toLowerCase()}`] = (system) => orderIn(system, place);
}
DEALS["a delivered order without an arbiter"] = (system) => orderIn(system, "Delivered", { arbiter: ZeroAddress });
DEALS["an order without a window, partly released"] = async (system) => {
  const deal = await orderIn(system, "Delivered", { window: 0n });
  await system.hub.connect(system.payer).release(packed(deal), deal.price / 2n);
  return deal;
};

type DealOf = typeof streamOf;

/** Opens a stream or subscription that starts in an hour and ends after so many periods of a day, or of a second. */
function accrual(dealOf: DealOf, periods: bigint | undefined, funded: bigint, claimed = false) {
  return async (system: HubSystem): Promise<Deal> => {
    const start = BigInt(await networkHelpers.time.latest()) + 3_600n;
    const period = dealOf === subscriptionOf ? BigInt(DAY) : 1n;
    const deadline = periods === undefined ? 0n : start + (periods * BigInt(DAY)) / 2n;
    const price = dealOf === subscriptionOf ? parseEther("1") : 1_000n;
    const deal = await dealOf(system, { start, period, deadline, price });
    await opened(system, deal, funded * (dealOf === subscriptionOf ? price / 2n : (price * BigInt(DAY)) / 2n));
    if (claimed) {
      await networkHelpers.time.increaseTo(start + 60n);
      await system.hub.claim(packed(deal));
    }
    return deal;
  };
}

for (const [name, dealOf] of [
  ["stream", streamOf],
  ["subscription", subscriptionOf],
] as const) {
  // Halves of a day, and halves of what a day costs.
  DEALS[`a ${name} without an end`] = accrual(dealOf, undefined, 3n);
  DEALS[`a ${name} that is paid ahead exactly`] = accrual(dealOf, 4n, 4n, true);
  DEALS[`a ${name} with more than it will owe`] = accrual(dealOf, 3n, 7n);
  DEALS[`a ${name} with less than it will owe`] = accrual(dealOf, 5n, 3n, true);
  DEALS[`a ${name} that was claimed and has nothing left`] = async (system) => {
    const deal = await accrual(dealOf, 4n, 2n)(system);
    await networkHelpers.time.increaseTo(deal.start + BigInt(DAY / 2));
    await system.hub.claim(packed(deal));
    return deal;
  };
  DEALS[`a ${name} that was canceled`] = async (system) => {
    const deal = await accrual(dealOf, 4n, 2n)(system);
    await system.hub.connect(system.payee).cancel(packed(deal));
    return deal;
  };
}

/** Seconds at which something may begin or end, and their neighbors. */
function momentsOf(deal: Deal, markedAt: bigint, now: bigint): bigint[] {
  const half = BigInt(DAY / 2);
  const limits = [
    ...[now, deal.start, deal.deadline, deal.deadline + half],
    ...(markedAt === 0n ? [] : [markedAt + deal.window, markedAt + BigInt(30 * DAY)]),
    ...(deal.period === 0n ? [] : [deal.start + half, deal.start + 2n * half]),
  ];
  const moments = limits.flatMap((limit) => [limit - 1n, limit, limit + 1n]);
  return [...new Set(moments)].filter((moment) => moment > now).sort((a, b) => (a < b ? -1 : 1));
}

describe("indexer API: the actions that a deal offers", function () {
  for (const [name, open] of Object.entries(DEALS)) {
    it(`${name}: exactly those that the hub takes, at any time, for the amount that is said`, async () => {
      const system = await networkHelpers.loadFixture(richFixture);
      const deal = await open(system);
      const { markedAt } = await system.hub.escrowOf(await system.hub.idOf(packed(deal)));
      const promised: DealAction[] = [];
      const kindActions = deal.period === 0n ? OF_ORDERS : OF_ACCRUALS;
      for (const moment of momentsOf(deal, markedAt, BigInt(await networkHelpers.time.latest()))) {
        await networkHelpers.time.increaseTo(moment);
        const now = Number(moment);
        const actions = await derived(system, deal, now);
        const isOver = ({ from, until }: DealAction) => (until ?? now) < now || (from ?? 0) > now;
        for (const party of PARTIES) {
          if (party === "arbiter" && deal.arbiter === ZeroAddress) continue;
          for (const action of DEAL_ACTIONS) {
            // An action of the other kind is never taken; the first moment shows it.
            if (promised.length > 0 && !kindActions.has(action)) continue;
            const at = `${action} by ${party} at ${now - Number(deal.start || deal.deadline)}`;
            const fits = (offer: DealAction) => offer.action === action && [party, "anyone"].includes(offer.by);
            const offers = actions.filter((offer) => fits(offer) && offer.from === null);
            const isAllowed = await isTaken(system, deal, action, party);
            expect(offers.length > 0, `offered: ${at}`).to.equal(isAllowed);
            const early = promised.filter((offer) => fits(offer) && !isOver(offer));
            if (early.length > 0) expect(isAllowed, `promised: ${at}`).to.equal(true);
            for (const { amount, by } of action === "refund" ? offers.filter((offer) => offer.by === party) : []) {
              expect(await isTaken(system, deal, action, by, amount ?? 0n), `all of it: ${at}`).to.equal(true);
              expect(await isTaken(system, deal, action, by, (amount ?? 0n) + 1n), `more: ${at}`).to.equal(false);
            }
          }
        }
        for (const offer of actions) {
          expect(offer.until ?? now, "over").to.be.at.least(now);
          expect(offer.from ?? now + 1, "begun").to.be.above(now);
        }
        promised.push(...actions);
      }
    });
  }
});
