import { ZeroAddress } from "ethers";
import { packed, type Deal } from "../../../fixtures/deals.js";
import { ALL, Status } from "../../../fixtures/hub.js";
import type { Escrow } from "../../../model/book.js";
import { actAtHub } from "../../../model/credit/accounts.js";
import { UNSIGNED } from "../../../model/hashes.js";
import { open } from "../../../model/opening.js";
import * as orders from "../../../model/orders.js";
import { cancel, claim, dueOf, refund } from "../../../model/settlements.js";
import type { Party } from "../../stage.js";
import { newOrder, newStream } from "../terms.js";
import type { Action, Step, World } from "../world.js";
import { createAccount } from "./accounts.js";

function isLive({ period }: Deal, { status }: Escrow): boolean {
  return period === 0n && status !== Status.None && status !== Status.Closed;
}

function hub({ stage }: World) {
  return stage.hub.interface;
}

function account({ stage }: World) {
  return stage.implementation.interface;
}

function atHub(world: World, caller: Party, deal: Deal, data: string, predict: () => void): Step {
  return { caller, to: world.stage.places.hub, data, predict, deals: [deal] };
}

/** The owner of the payee lets it call the hub. */
function byAccount(world: World, deal: Deal, mustBeFree: boolean, data: string, call: () => void): Step {
  const { ledger } = world;
  const owner = world.ownerOf(deal.payee);
  // An address without code accepts every call.
  if (owner === ZeroAddress) return createAccount(world);
  const predict = () => {
    actAtHub(ledger, deal.payee, mustBeFree ? deal : undefined, call);
  };
  return { caller: world.callerFor(owner), to: deal.payee, data, predict, deals: [deal] };
}

function opening(world: World, deal: Deal, amount: bigint): Step {
  const data = hub(world).encodeFunctionData("open", [packed(deal), amount, "0x"]);
  return atHub(world, world.callerFor(deal.payer), deal, data, () => {
    open(world.book, { deal, amount, quote: UNSIGNED });
  });
}

const openOrder: Action = (world) => {
  const deal = newOrder(world);
  return opening(world, deal, deal.price);
};

const openStream: Action = (world) => {
  const deal = newStream(world);
  return opening(world, deal, deal.price * world.random.between(1n, 7_200n));
};

const deliver: Action = (world) => {
  const deal = world.anyDeal(
    (one, { status }) => one.period === 0n && status === Status.Open && one.deadline >= world.now,
  );
  const data = account(world).encodeFunctionData("deliver", [packed(deal), world.newRef()]);
  return byAccount(world, deal, false, data, () => {
    orders.deliver(world.book, deal);
  });
};

const release: Action = (world) => {
  const deal = world.anyDeal(isLive);
  const escrow = world.escrow(deal);
  const total = world.random.chance(20) ? ALL : escrow.paid + world.partOf(orders.leftOf(escrow));
  const data = hub(world).encodeFunctionData("release", [packed(deal), total]);
  return atHub(world, world.callerFor(deal.payer), deal, data, () => {
    orders.release(world.book, deal, total);
  });
};

const dispute: Action = (world) => {
  const deal = world.anyDeal(({ arbiter }, { status }) => arbiter !== ZeroAddress && status === Status.Delivered);
  const data = hub(world).encodeFunctionData("dispute", [packed(deal), world.newRef()]);
  return atHub(world, world.callerFor(deal.payer), deal, data, () => {
    orders.dispute(world.book, deal);
  });
};

const resolve: Action = (world) => {
  const deal = world.anyDeal((_, { status }) => status === Status.Disputed);
  const escrow = world.escrow(deal);
  const total = escrow.paid + world.partOf(orders.leftOf(escrow));
  const data = hub(world).encodeFunctionData("resolve", [packed(deal), total]);
  return atHub(world, world.callerFor(deal.arbiter), deal, data, () => {
    orders.resolve(world.book, deal, total);
  });
};

const claimDeal: Action = (world) => {
  const deal = world.anyDeal((one) => dueOf(world.book, one) > 0n);
  const data = hub(world).encodeFunctionData("claim", [packed(deal)]);
  return atHub(world, world.party(), deal, data, () => {
    claim(world.book, deal);
  });
};

const refundByAnyone: Action = (world) => {
  const deal = world.anyDeal((one, escrow) => isLive(one, escrow) && one.deadline < world.now);
  const data = hub(world).encodeFunctionData("refund", [packed(deal), ALL]);
  return atHub(world, world.party(), deal, data, () => {
    refund(world.book, deal, ALL);
  });
};

const refundByAccount: Action = (world) => {
  const deal = world.anyDeal((_, { status }) => status !== Status.None && status !== Status.Closed);
  const amount = world.random.chance(30) ? ALL : world.partOf(orders.leftOf(world.escrow(deal)));
  const data = account(world).encodeFunctionData("refund", [packed(deal), amount]);
  return byAccount(world, deal, true, data, () => {
    refund(world.book, deal, amount);
  });
};

const cancelByAccount: Action = (world) => {
  const deal = world.anyDeal(({ period }, { status }) => period > 0n && status === Status.Open);
  const data = account(world).encodeFunctionData("cancel", [packed(deal)]);
  return byAccount(world, deal, true, data, () => {
    cancel(world.book, deal);
  });
};

const setHubFee: Action = (world) => {
  const { stage, random, book } = world;
  const fee = random.pick([0n, 1n, random.between(0n, 100n), 100n]);
  const data = stage.hub.interface.encodeFunctionData("setFee", [fee]);
  const predict = () => {
    book.setFee(fee);
  };
  return { caller: stage.owner, to: stage.places.hub, data, predict };
};

/** Every kind of step at the hub, with its weight. */
export const HUB: Readonly<Record<string, readonly [number, Action]>> = {
  openOrder: [14, openOrder],
  openStream: [2, openStream],
  deliver: [7, deliver],
  release: [10, release],
  dispute: [2, dispute],
  resolve: [2, resolve],
  claim: [4, claimDeal],
  refundByAnyone: [2, refundByAnyone],
  refundByAccount: [2, refundByAccount],
  cancelByAccount: [1, cancelByAccount],
  setHubFee: [0.5, setHubFee],
};
