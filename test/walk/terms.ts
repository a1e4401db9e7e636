import { ZeroAddress } from "ethers";
import { at } from "../fixtures/at.js";
import type { Deal, Mandate } from "../fixtures/deals.js";
import { MAX_WINDOW } from "../fixtures/hub.js";
import type { World } from "./world.js";

const HOUR = 3_600n;
const DAY = 86_400n;

/** Terms that the hub takes, or now and then terms with one fault. */
export function newDeal(world: World): Deal {
  const { random } = world;
  const deal = random.chance(50) ? newOrder(world) : random.chance(50) ? newStream(world) : newSubscription(world);
  return random.chance(7) ? { ...deal, ...random.pick(faultsOf(world, deal)) } : deal;
}

export function newStream(world: World): Deal {
  return { ...newOrder(world), ...recurring(world), price: world.random.amount(30), period: 1n };
}

export function newSubscription(world: World): Deal {
  const { random } = world;
  const period = random.pick([2n, 60n, HOUR, DAY, 7n * DAY, random.between(2n, 30n * DAY)]);
  return { ...newOrder(world), ...recurring(world), price: random.amount(period < HOUR ? 20 : 50), period };
}

/** Terms of a mandate that the hub takes, or now and then with one fault. */
export function newMandate(world: World): Mandate {
  const { random, book } = world;
  const [payer, payee] = twoParties(world);
  const start = random.pick([0n, book.now - random.amount(24), book.now, book.now, book.now + random.between(1n, DAY)]);
  const mandate: Mandate = {
    payer,
    payee,
    limit: random.amount(52),
    period: random.pick([1n, 60n, HOUR, DAY, 7n * DAY, 30n * DAY]),
    start,
    end: random.chance(50) ? 0n : random.between(book.now + 1n, book.now + 60n * DAY) + DAY,
    feeBps: book.fee,
    ref: world.newRef(),
  };
  const faults: Partial<Mandate>[] = [
    { payer: ZeroAddress },
    { payee: ZeroAddress },
    { payer: book.places.hub },
    { payee: book.places.hub },
    { payee: payer },
    { limit: 0n },
    { period: 0n },
    { end: start },
    { feeBps: book.fee + 1n },
  ];
  return random.chance(8) ? { ...mandate, ...random.pick(faults) } : mandate;
}

function newOrder(world: World): Deal {
  const { random, book } = world;
  const [payer, payee, arbiter] = twoParties(world);
  return {
    payer,
    payee,
    arbiter: random.chance(75) ? arbiter : ZeroAddress,
    price: random.amount(54),
    period: 0n,
    start: 0n,
    deadline:
      book.now + random.pick([0n, 1n, random.amount(8), random.between(1n, DAY), random.between(DAY, 30n * DAY)]),
    window: random.pick([0n, 1n, HOUR, 3n * DAY, random.between(0n, MAX_WINDOW), MAX_WINDOW]),
    feeBps: book.fee,
    ref: world.newRef(),
  };
}

/** What is different when a deal is no order. */
function recurring(world: World): Partial<Deal> {
  const { random, book } = world;
  const start = random.pick([1n, book.now - random.amount(22), book.now, book.now + random.between(1n, DAY)]);
  // So old a start owes more than anyone has, except when there is an end just after it.
  const begin = start === 1n && random.chance(80) ? book.now : start;
  const from = begin > book.now ? begin + 1n : book.now;
  const deadline = random.chance(40) ? 0n : from + random.pick([1n, random.amount(10), random.amount(20)]);
  return { arbiter: ZeroAddress, start: begin, deadline, window: 0n };
}

function twoParties({ random, stage }: World): [payer: string, payee: string, arbiter: string] {
  const first = random.below(stage.parties.length);
  const shift = 1 + random.below(stage.parties.length - 1);
  const addressOf = (index: number) => at(stage.parties, index % stage.parties.length).address;
  const third = shift === 1 ? 2 : 1;
  return [addressOf(first), addressOf(first + shift), addressOf(first + third)];
}

/** Each makes the deal one that must not be opened, or in a few cases one that just may be. */
function faultsOf({ book, random }: World, deal: Deal): Partial<Deal>[] {
  const { hub } = book.places;
  return [
    { payer: ZeroAddress },
    { payee: ZeroAddress },
    { payer: hub },
    { payee: hub },
    { payee: deal.payer },
    { arbiter: deal.payer },
    { arbiter: deal.payee },
    { price: 0n },
    { start: deal.start === 0n ? 1n : 0n },
    { deadline: book.now - 1n },
    { deadline: deal.start },
    { deadline: deal.start + 1n },
    { window: MAX_WINDOW + 1n },
    { window: 1n },
    { feeBps: book.fee + random.between(1n, 3n) },
  ];
}
