import { ZeroAddress, ZeroHash } from "ethers";
import type { Deal } from "../../fixtures/deals.js";
import { Status } from "../../fixtures/hub.js";
import {
  hashOrders,
  MAX_CHARGE_BPS,
  MAX_GRACE,
  MAX_ORDERS,
  MAX_RATE,
  MAX_TERM,
  type Loan,
} from "../../model/credit/terms.js";
import type { World } from "./world.js";

const HOUR = 3_600n;
const DAY = 86_400n;

/** An offer, and the orders to be sent with it. */
export interface Offer {
  loan: Loan;
  deals: Deal[];
}

/** An order that pays a payout account. */
export function newOrder(world: World): Deal {
  const { random, now, book } = world;
  const [payer, arbiter] = [world.party().address, world.party().address];
  const deadline = now + random.pick([random.amount(8), random.between(1n, DAY), random.between(DAY, 30n * DAY)]);
  return {
    payer,
    payee: world.place().address,
    arbiter: arbiter === payer || random.chance(25) ? ZeroAddress : arbiter,
    price: random.amount(54),
    period: 0n,
    start: 0n,
    deadline,
    window: random.pick([0n, 1n, HOUR, 3n * DAY]),
    feeBps: book.fee,
    ref: world.newRef(),
  };
}

/** A stream that pays a payout account. */
export function newStream(world: World): Deal {
  const { random, now } = world;
  const order = newOrder(world);
  const deadline = random.chance(50) ? 0n : now + random.between(1n, DAY);
  return { ...order, arbiter: ZeroAddress, price: random.amount(30), period: 1n, start: now, deadline, window: 0n };
}

/** Terms that can be taken, or now and then with one fault. */
export function newOffer(world: World): Offer {
  const { random, now, ledger } = world;
  const place = world.place().address;
  const hasOrders = random.chance(60);
  const deals = hasOrders ? ordersOf(world, place) : [];
  const isAdvance = deals.length > 0 && random.chance(50);
  const income = !isAdvance && random.chance(40);
  const account = deals.length > 0 || income ? place : ZeroAddress;
  const owner = world.ownerOf(place);
  const borrower = account === ZeroAddress || random.chance(5) ? world.party().address : owner;
  const amount = random.amount(54);
  const loan: Loan = {
    lender: random.pick(world.stage.parties.filter(({ address }) => address !== borrower)).address,
    borrower: random.chance(30) ? ZeroAddress : borrower,
    account,
    amount,
    charge: random.pick([0n, 1n, amount / 50n, (amount * MAX_CHARGE_BPS) / 10_000n]),
    ...ratesOf(world),
    ...(isAdvance ? { due: 0n, period: 0n, instalments: 0n, grace: 0n } : datesOf(world)),
    collateral: !isAdvance && random.chance(40) ? random.amount(53) : 0n,
    pull: !isAdvance && random.chance(50),
    income,
    cover: deals.length > 0 && random.chance(60) ? random.bits(random.below(54)) : 0n,
    feeBps: ledger.fee,
    orders: deals.length > 0 ? hashOrders(deals.map((deal) => world.book.hashes.idOf(deal))) : ZeroHash,
    validUntil: now + random.pick([0n, 1n, random.amount(8), HOUR, DAY]),
    ref: world.newRef(),
  };
  return random.chance(12) ? { deals, loan, ...faultOf(world, { deals, loan }) } : { deals, loan };
}

function ratesOf({ random }: World): Pick<Loan, "rate" | "lateRate"> {
  const rate = random.pick([0n, 1n, 3_170_979_198n, random.bits(34), MAX_RATE]);
  const fitting = rate > MAX_RATE ? MAX_RATE : rate;
  return { rate: fitting, lateRate: random.pick([fitting, MAX_RATE]) };
}

function datesOf({ random, now }: World): Pick<Loan, "due" | "period" | "instalments" | "grace"> {
  const grace = random.pick([0n, 0n, 1n, HOUR, random.between(0n, DAY), MAX_GRACE]);
  const due = now + random.pick([1n, random.amount(10), random.between(1n, DAY), 30n * DAY]);
  if (random.chance(40)) return { due, period: 0n, instalments: 1n, grace };
  const instalments = random.pick([2n, 3n, 7n, random.between(2n, 40n)]);
  const longest = (now + MAX_TERM - due) / (instalments - 1n);
  return { due, period: random.pick([1n, HOUR, random.between(1n, DAY), 30n * DAY, longest]), instalments, grace };
}

/** Mostly those that can be pledged. */
function ordersOf(world: World, account: string): Deal[] {
  const { random, ledger, book } = world;
  const isFree = (deal: Deal) => {
    const { status } = world.escrow(deal);
    const isLive = status === Status.Open || status === Status.Delivered;
    return deal.payee === account && deal.period === 0n && isLive && ledger.pledge(book.hashes.idOf(deal)) === ZeroHash;
  };
  const free = world.recentDeals.filter(isFree);
  const chosen = free.slice(random.below(free.length + 1)).slice(0, 1 + random.below(4));
  return random.chance(4) ? [...chosen, random.pick(world.recentDeals)] : chosen;
}

/** Mostly makes the offer one that must not be taken. */
function faultOf(world: World, { deals, loan }: Offer): Partial<Offer> {
  const { random, now } = world;
  const { amount, due, rate, lateRate } = loan;
  const anyDeal = random.pick(world.recentDeals);
  const change = (changed: Partial<Loan>) => ({ loan: { ...loan, ...changed } });
  return random.pick<Partial<Offer>>([
    change({ lender: ZeroAddress }),
    change({ lender: world.party().address }),
    change({ amount: 0n, charge: 0n }),
    change({ charge: (amount * MAX_CHARGE_BPS) / 10_000n + 1n }),
    change({ rate: lateRate + 1n }),
    change({ lateRate: MAX_RATE + 1n }),
    change({ rate, lateRate: rate === 0n ? 0n : rate - 1n }),
    change({ due: 0n }),
    change({ due: now }),
    change({ due: now + 1n }),
    change({ period: 0n }),
    change({ period: loan.period + 1n }),
    change({ instalments: 0n }),
    change({ instalments: 1n }),
    change({ instalments: loan.instalments + 1n }),
    change({ grace: MAX_GRACE + 1n }),
    change({ due: now + MAX_TERM + random.between(-60n, 60n), period: 0n, instalments: 1n }),
    change({ due: now + MAX_TERM - 30n * DAY + random.between(-60n, 60n), period: 30n * DAY, instalments: 2n }),
    change({ account: ZeroAddress }),
    change({ account: random.pick(world.stage.payoutAccounts).address }),
    change({ account: world.party().address }),
    change({ orders: due === 0n ? loan.orders : world.newRef() }),
    change({ orders: ZeroHash }),
    change({ pull: !loan.pull }),
    change({ income: !loan.income }),
    change({ collateral: loan.collateral + 1n }),
    change({ cover: 2n ** 90n }),
    change({ feeBps: loan.feeBps + 1n }),
    change({ validUntil: now - 1n }),
    { deals: [] },
    { deals: [...deals, anyDeal] },
    { deals: deals.toReversed() },
    withOrders(world, loan, [...deals, ...deals]),
    withOrders(world, loan, [...deals, anyDeal]),
    { deals: Array.from({ length: MAX_ORDERS + 1 }, () => anyDeal) },
  ]);
}

function withOrders({ book }: World, loan: Loan, deals: Deal[]): Offer {
  return { deals, loan: { ...loan, orders: hashOrders(deals.map((deal) => book.hashes.idOf(deal))) } };
}
