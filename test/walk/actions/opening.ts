import { ZeroAddress } from "ethers";
import { encodeDeal, packed, type Deal } from "../../fixtures/deals.js";
import { MAX_UINT256, MAX_UINT96, Status } from "../../fixtures/hub.js";
import { refuse } from "../../model/errors.js";
import { UNSIGNED, type Signed } from "../../model/hashes.js";
import * as model from "../../model/opening.js";
import { newDeal, newStream, newSubscription } from "../terms.js";
import type { Action, Step, World } from "../world.js";

/** What an opening should bring, sometimes off the mark. */
function amountFor({ random, book }: World, deal: Deal): bigint {
  const right = deal.period === 0n ? deal.price : deal.price * random.between(1n, 40n) + random.bits(8);
  if (random.chance(94)) return right;
  const { funded } = book.escrow(book.hashes.idOf(deal));
  return random.pick([
    0n,
    right - 1n,
    right + 1n,
    MAX_UINT96 - funded + 1n,
    MAX_UINT96 - funded,
    2n ** 68n,
    MAX_UINT256,
  ]);
}

/** A new deal, or now and then one that is known. */
function someDeal(world: World): Deal {
  return world.random.chance(93) ? newDeal(world) : world.anyDeal(() => true);
}

/** One that can be topped up, or is late. */
function openStream(world: World): Deal {
  const isLate = world.random.chance(8);
  return world.anyDeal((deal, { status }) => {
    if (deal.period === 0n || status !== Status.Open) return false;
    const isOver = deal.deadline !== 0n && deal.deadline < world.book.now;
    return deal === world.focus || isLate === isOver;
  });
}

function quoteOf(world: World, deal: Deal): Signed {
  return world.sign(deal.payee, world.book.hashes.quoteOf(deal));
}

/** A deal by a quote, new or known to all; its payee may have made it void. */
function quotedDeal(world: World): Deal {
  const known = world.random.chance(50) && world.quotes.length > 0;
  if (known) return { ...world.random.pick(world.quotes), payer: world.party().address };
  const deal = newDeal(world);
  world.quotes = [...world.quotes, { ...deal, payer: ZeroAddress }].slice(-25);
  return deal;
}

function openStep(world: World, opening: model.Opening): Step {
  const { deal, amount, quote } = opening;
  return {
    caller: world.callerFor(deal.payer),
    to: "hub",
    data: world.hub.encodeFunctionData("open", [packed(deal), amount, quote.bytes]),
    predict: () => {
      model.open(world.book, opening);
    },
    deals: [deal],
  };
}

const open: Action = (world) => {
  const deal = someDeal(world);
  return openStep(world, { deal, amount: amountFor(world, deal), quote: UNSIGNED });
};

const openQuoted: Action = (world) => {
  const deal = quotedDeal(world);
  return openStep(world, { deal, amount: amountFor(world, deal), quote: quoteOf(world, deal) });
};

const topUp: Action = (world) => {
  const deal = openStream(world);
  const quote = world.random.chance(20) ? quoteOf(world, deal) : UNSIGNED;
  return openStep(world, { deal, amount: amountFor(world, deal), quote });
};

const openMany: Action = (world) => {
  const openings = Array.from({ length: world.random.below(20) === 0 ? 0 : 1 + world.random.below(3) }, () => {
    const isQuoted = world.random.chance(30);
    const deal = isQuoted ? quotedDeal(world) : someDeal(world);
    return { deal, amount: amountFor(world, deal), quote: isQuoted ? quoteOf(world, deal) : UNSIGNED };
  });
  const sent = openings.map(({ deal, amount, quote }) => ({ deal: packed(deal), amount, quote: quote.bytes }));
  return {
    caller: world.party(),
    to: "hub",
    data: world.hub.encodeFunctionData("openMany", [sent]),
    predict: () => {
      model.openMany(world.book, openings);
    },
    deals: openings.map(({ deal }) => deal),
  };
};

function openByTransfer(world: World, deal: Deal, from: string): Step {
  const { interface: coin } = world.stage.coin;
  const { hub } = world.book.places;
  const isOwn = world.random.chance(50);
  const caller = isOwn ? world.callerFor(from) : world.stage.operator;
  const owner = isOwn ? caller.address : from;
  const quote = world.random.chance(30) ? quoteOf(world, deal) : UNSIGNED;
  const amount = amountFor(world, deal);
  const data = encodeDeal(deal, quote.bytes);
  return {
    caller,
    to: "coin",
    data: isOwn
      ? coin.encodeFunctionData("transferAndCall(address,uint256,bytes)", [hub, amount, data])
      : coin.encodeFunctionData("transferFromAndCall(address,address,uint256,bytes)", [owner, hub, amount, data]),
    predict: () => {
      model.openByTransfer(world.book, isOwn ? undefined : owner, { deal, amount, quote });
    },
    deals: [deal],
  };
}

const transferAndOpen: Action = (world) => {
  const isTopUp = world.random.chance(20);
  const deal = isTopUp ? openStream(world) : someDeal(world);
  return openByTransfer(world, deal, deal.payer);
};

const transferWithShortData: Action = (world) => {
  const length = world.random.below(160);
  const data = `0x${"5c".repeat(length)}`;
  const amount = world.random.amount(40);
  const { hub } = world.book.places;
  const caller = world.party();
  return {
    caller,
    to: "coin",
    data: world.stage.coin.interface.encodeFunctionData("transferAndCall(address,uint256,bytes)", [hub, amount, data]),
    predict: () => {
      world.book.coin.transfer(caller.address, hub, amount);
      refuse("HubInvalidData", length);
    },
  };
};

const pretendTransfer: Action = (world) => {
  const caller = world.party();
  const deal = newDeal(world);
  const args = [caller.address, caller.address, deal.price, encodeDeal(deal)] as const;
  return {
    caller,
    to: "hub",
    data: world.hub.encodeFunctionData("onTransferReceived", [...args]),
    predict: () => refuse("HubWrongToken", caller.address),
    deals: [deal],
  };
};

const openWithAuthorization: Action = (world) => {
  const { random, book } = world;
  const isRecurring = random.chance(50);
  const deal = isRecurring ? openStream(world) : someDeal(world);
  const value = amountFor(world, deal);
  const validBefore = book.now + random.pick([-1n, 0n, 1n, 1n, 1n, 3_600n, 3_600n, 3_600n]);
  const nonce = book.hashes.idOf(deal);
  const authorization = { from: deal.payer, to: book.places.hub, value, validAfter: 0n, validBefore, nonce };
  const signature = world.sign(deal.payer, book.hashes.authorizationOf(authorization));
  return {
    caller: world.party(),
    to: "hub",
    data: world.hub.encodeFunctionData("openWithAuthorization", [packed(deal), value, validBefore, signature.bytes]),
    predict: () => {
      model.openWithAuthorization(book, deal, value, validBefore, signature);
    },
    deals: [deal],
  };
};

const openSigned: Action = (world) => {
  const { book, random } = world;
  const picked = someDeal(world);
  const isEndless = picked.period > 0n && picked.deadline === 0n && random.chance(85);
  const deal = isEndless ? { ...picked, deadline: maxOf(book.now, picked.start) + random.amount(20) } : picked;
  const signature = world.sign(deal.payer, book.hashes.signedId(book.hashes.idOf(deal)));
  return {
    caller: world.party(),
    to: "hub",
    data: world.hub.encodeFunctionData("openSigned", [packed(deal), signature.bytes]),
    predict: () => {
      model.openSigned(book, deal, signature);
    },
    deals: [deal],
  };
};

/** The terms owe more than any escrow can hold. */
const openSignedBeyondAll: Action = (world) => {
  const { book } = world;
  const terms = world.random.chance(50) ? newStream(world) : newSubscription(world);
  const price = MAX_UINT96 - world.random.bits(90);
  const deal = { ...terms, price, deadline: maxOf(book.now, terms.start) + 10n * terms.period + 1n };
  const signature = world.sign(deal.payer, book.hashes.signedId(book.hashes.idOf(deal)));
  return {
    caller: world.party(),
    to: "hub",
    data: world.hub.encodeFunctionData("openSigned", [packed(deal), signature.bytes]),
    predict: () => {
      model.openSigned(book, deal, signature);
    },
    deals: [deal],
  };
};

/** Bits beyond an address, which no client's encoder writes. */
const openDirty: Action = (world) => {
  const deal = newDeal(world);
  const data = world.hub.encodeFunctionData("open", [packed(deal), deal.price, "0x"]);
  const word = world.random.below(3);
  const at = 2 + 8 + 64 * word;
  return {
    caller: world.party(),
    to: "hub",
    data: `${data.slice(0, at)}01${data.slice(at + 2)}`,
    predict: () => refuse("DealInvalidAddress"),
    deals: [deal],
  };
};

const makeVoid: Action = (world) => {
  const isKnown = world.random.chance(20);
  return voidStep(world, isKnown ? world.anyDeal((_, { status }) => status === Status.None) : newDeal(world));
};

const voidQuote: Action = (world) => {
  const isKnown = world.random.chance(70) && world.quotes.length > 0;
  const deal = isKnown ? world.random.pick(world.quotes) : { ...newDeal(world), payer: ZeroAddress };
  if (!isKnown) world.quotes = [...world.quotes, deal].slice(-25);
  return voidStep(world, deal);
};

function voidStep(world: World, deal: Deal): Step {
  return {
    caller: world.callerFor(...[deal.payer, deal.payee].filter((party) => party !== ZeroAddress)),
    to: "hub",
    data: world.hub.encodeFunctionData("void", [packed(deal)]),
    predict: () => {
      model.makeVoid(world.book, deal);
    },
    deals: [deal],
  };
}

function maxOf(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

export const OPENING = {
  open: [9, open],
  openQuoted: [6, openQuoted],
  topUp: [4, topUp],
  openMany: [5, openMany],
  transferAndOpen: [6, transferAndOpen],
  transferWithShortData: [0.3, transferWithShortData],
  pretendTransfer: [0.3, pretendTransfer],
  openWithAuthorization: [5, openWithAuthorization],
  openSigned: [5, openSigned],
  openSignedBeyondAll: [0.3, openSignedBeyondAll],
  openDirty: [0.3, openDirty],
  void: [2, makeVoid],
  voidQuote: [1, voidQuote],
} as const satisfies Record<string, readonly [number, Action]>;
