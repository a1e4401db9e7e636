import { ZeroAddress } from "ethers";
import { packed, type Deal } from "../../fixtures/deals.js";
import { ALL, Status } from "../../fixtures/hub.js";
import type { Escrow } from "../../model/book.js";
import * as model from "../../model/orders.js";
import type { Action, World } from "../world.js";

function isLive(deal: Deal, { status }: Escrow): boolean {
  return deal.period === 0n && status !== Status.None && status !== Status.Closed;
}

function leftOf({ book }: World, deal: Deal): bigint {
  return model.leftOf(book.escrow(book.hashes.idOf(deal)));
}

/** A total that is mostly more than was paid. */
function totalOf(world: World, deal: Deal): bigint {
  const { paid } = world.book.escrow(world.book.hashes.idOf(deal));
  return world.random.chance(8) ? world.partOf(paid) : paid + world.partOf(leftOf(world, deal));
}

const deliver: Action = (world) => {
  const isLate = world.random.chance(8);
  const deal = world.anyDeal((one, { status }) => {
    if (one.period > 0n || status !== Status.Open) return false;
    return one === world.focus || isLate === one.deadline < world.book.now;
  });
  return {
    caller: world.callerFor(deal.payee),
    to: "hub",
    data: world.hub.encodeFunctionData("deliver", [packed(deal), world.newRef()]),
    predict: () => {
      model.deliver(world.book, deal);
    },
    deals: [deal],
  };
};

const release: Action = (world) => {
  const deal = world.anyDeal(isLive);
  const total = world.random.chance(30) ? ALL : totalOf(world, deal);
  return {
    caller: world.callerFor(deal.payer),
    to: "hub",
    data: world.hub.encodeFunctionData("release", [packed(deal), total]),
    predict: () => {
      model.release(world.book, deal, total);
    },
    deals: [deal],
  };
};

const releaseSigned: Action = (world) => {
  const { random, book } = world;
  const first = world.anyDeal(isLive);
  const length = random.chance(4) ? 0 : 1 + random.below(3);
  const deals = Array.from({ length }, (_, i) => {
    if (i === 0) return first;
    return world.anyDeal((deal, escrow) => deal !== first && isLive(deal, escrow) && deal.payee === first.payee);
  });
  const releases = deals.map((deal) => {
    const total = totalOf(world, deal);
    return { deal, total, signature: world.sign(deal.payer, book.hashes.releaseOf(deal, total)) };
  });
  const sent = releases.map(({ deal, total, signature }) => ({
    deal: packed(deal),
    total,
    signature: signature.bytes,
  }));
  return {
    caller: world.party(),
    to: "hub",
    data: world.hub.encodeFunctionData("releaseSigned", [sent]),
    predict: () => {
      model.releaseSigned(book, releases);
    },
    deals,
  };
};

const dispute: Action = (world) => {
  const isLate = world.random.chance(8);
  const isWithout = world.random.chance(8);
  const deal = world.anyDeal((one, { status, markedAt }) => {
    if (status !== Status.Delivered || isWithout !== (one.arbiter === ZeroAddress)) return false;
    return one === world.focus || isLate === markedAt + one.window < world.book.now;
  });
  return {
    caller: world.callerFor(deal.payer),
    to: "hub",
    data: world.hub.encodeFunctionData("dispute", [packed(deal), world.newRef()]),
    predict: () => {
      model.dispute(world.book, deal);
    },
    deals: [deal],
  };
};

const resolve: Action = (world) => {
  const deal = world.anyDeal((_, { status }) => status === Status.Disputed);
  const total = world.random.chance(10) ? ALL : totalOf(world, deal);
  return {
    caller: world.callerFor(deal.arbiter),
    to: "hub",
    data: world.hub.encodeFunctionData("resolve", [packed(deal), total]),
    predict: () => {
      model.resolve(world.book, deal, total);
    },
    deals: [deal],
  };
};

export const ORDERS = {
  deliver: [10, deliver],
  release: [4, release],
  releaseSigned: [4, releaseSigned],
  dispute: [5, dispute],
  resolve: [4, resolve],
} as const satisfies Record<string, readonly [number, Action]>;
