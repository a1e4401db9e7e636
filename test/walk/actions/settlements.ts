import { packed, type Deal } from "../../fixtures/deals.js";
import { ALL, Status } from "../../fixtures/hub.js";
import type { Escrow } from "../../model/book.js";
import * as model from "../../model/settlements.js";
import type { Action, World } from "../world.js";

function isStream({ period }: Deal, { status }: Escrow): boolean {
  return period > 0n && status === Status.Open;
}

function isClaimable(deal: Deal, escrow: Escrow): boolean {
  return isStream(deal, escrow) || escrow.status === Status.Delivered;
}

function isDue({ book }: World, deal: Deal): boolean {
  return model.dueOf(book, deal) > 0n;
}

const claim: Action = (world) => {
  const isLikely = world.random.chance(80);
  const deal = world.anyDeal((one, escrow) => {
    return isClaimable(one, escrow) && (!isLikely || one === world.focus || isDue(world, one));
  });
  return {
    caller: world.party(),
    to: "hub",
    data: world.hub.encodeFunctionData("claim", [packed(deal)]),
    predict: () => {
      model.claim(world.book, deal);
    },
    deals: [deal],
  };
};

const claimMany: Action = (world) => {
  const { random } = world;
  const first = world.anyDeal((deal) => isDue(world, deal));
  const length = random.chance(4) ? 0 : 1 + random.below(4);
  const deals = Array.from({ length }, (_, i) => {
    return i === 0 ? first : world.anyDeal((deal) => deal.payee === first.payee && isDue(world, deal));
  });
  // The same deal twice owes nothing the second time, which happens often enough without looking for it.
  const chosen = random.chance(10) ? deals : [...new Set(deals)];
  return {
    caller: world.party(),
    to: "hub",
    data: world.hub.encodeFunctionData("claimMany", [chosen.map((deal) => packed(deal))]),
    predict: () => {
      model.claimMany(world.book, chosen);
    },
    deals: chosen,
  };
};

const refund: Action = (world) => {
  const { random, book } = world;
  const isByPayee = random.chance(35);
  const deal = world.anyDeal((one, { status }) => {
    const isLive = status !== Status.None && status !== Status.Closed;
    return (
      isLive &&
      (isByPayee || one === world.focus || random.chance(10) || model.refundableOf(book, one, book.places.hub) > 0n)
    );
  });
  const caller = isByPayee ? world.callerFor(deal.payee) : world.party();
  const amount = random.chance(50) ? ALL : world.partOf(model.refundableOf(book, deal, caller.address));
  return {
    caller,
    to: "hub",
    data: world.hub.encodeFunctionData("refund", [packed(deal), amount]),
    predict: () => {
      model.refund(book, deal, amount);
    },
    deals: [deal],
  };
};

const cancel: Action = (world) => {
  const deal = world.anyDeal(isStream);
  return {
    caller: world.callerFor(deal.payer, deal.payee),
    to: "hub",
    data: world.hub.encodeFunctionData("cancel", [packed(deal)]),
    predict: () => {
      model.cancel(world.book, deal);
    },
    deals: [deal],
  };
};

export const SETTLEMENTS = {
  claim: [9, claim],
  claimMany: [5, claimMany],
  refund: [6, refund],
  cancel: [3, cancel],
} as const satisfies Record<string, readonly [number, Action]>;
