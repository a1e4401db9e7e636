import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { at } from "../fixtures/at.js";
import { connection } from "../fixtures/chain.js";
import { packed, type Deal } from "../fixtures/deals.js";
import { MAX_UINT96 } from "../fixtures/hub.js";
import { owedBy } from "../model/accrual.js";
import { UNSIGNED } from "../model/hashes.js";
import { open } from "../model/opening.js";
import { claim, dueOf, refund, refundableOf } from "../model/settlements.js";
import { compareBooks, compareLimits, encodeLimits } from "../walk/compare.js";
import { play } from "../walk/play.js";
import { Random } from "../walk/random.js";
import { setStage, type Stage } from "../walk/stage.js";
import type { Step } from "../walk/world.js";

const CASES = 600;
const MAX_UINT32 = 2n ** 32n - 1n;
const MAX_UINT40 = 2n ** 40n - 1n;

/** What the cases were, so that none is missing. */
const seen = { late: 0, long: 0, partial: 0, refunded: 0, claimed: 0, exact: 0 };

/** Begun long ago or later; ended just before, at or after a payment; with periods beyond their life. */
function randomTerms(random: Random, now: bigint, ref: string, [payer, payee]: [payer: string, payee: string]): Deal {
  const period = random.pick([1n, 1n, 2n, 3n, 60n, random.amount(20), random.amount(32), MAX_UINT32]);
  const start = random.pick([1n, now - random.amount(24), now - 1n, now, now + 1n, now + random.amount(24)]);
  const begun = now > start ? (now - start) / period : 0n;
  const next = start + (begun + random.between(1n, 5n)) * period;
  const edge = random.pick([next - 1n, next, next, next + 1n, now + random.amount(20), MAX_UINT40, 0n, 0n]);
  const isDeadline = edge > now && edge > start && edge <= MAX_UINT40;
  const price = random.pick([1n, random.amount(20), random.amount(40), MAX_UINT96]);
  const deadline = isDeadline ? edge : 0n;
  return { payer, payee, arbiter: ZeroAddress, price, period, start, deadline, window: 0n, feeBps: 0n, ref };
}

/** Times at which what is owed changes, with a second before and after each, and the end of all times. */
function timesOf(random: Random, { start, deadline, period }: Deal, now: bigint): bigint[] {
  const passed = now > start ? (now - start) / period : 0n;
  const starts = [0n, 1n, 2n, BigInt(random.below(100))].map((more) => start + (passed + more) * period);
  const limits = [start, deadline, ...starts, now + random.amount(30), MAX_UINT40 + 1n];
  return limits.flatMap((limit) => [limit - 1n, limit, limit + 1n]).filter((time) => time > now);
}

function payerOf({ parties }: Stage, address: string) {
  return parties.find((party) => party.address === address) ?? at(parties, 0);
}

/** Opens the deal, and perhaps lets the payee give some back or claim. */
async function begin(stage: Stage, random: Random, deal: Deal): Promise<void> {
  const { book, hub } = stage;
  const act = async (kind: string, data: string, address: string, predict: () => void) => {
    book.now += 1n;
    const step: Step = { caller: payerOf(stage, address), to: "hub", data, predict };
    expect(await play(stage, kind, step), kind).to.equal(undefined);
  };
  const least = deal.price < 2n ** 50n ? deal.price * random.between(1n, 8n) : random.amount(50);
  const amount = random.pick([least, least, random.amount(50), least + random.bits(10)]);
  await act("open", hub.interface.encodeFunctionData("open", [packed(deal), amount, "0x"]), deal.payer, () => {
    open(book, { deal, amount, quote: UNSIGNED });
  });
  if (amount < owedBy(deal, deal.deadline === 0n ? MAX_UINT40 : deal.deadline)) seen.partial++;
  if (random.chance(40) && dueAt(stage, deal, book.now + 1n) > 0n) {
    await act("claim", hub.interface.encodeFunctionData("claim", [packed(deal)]), deal.payer, () => {
      claim(book, deal);
    });
    seen.claimed++;
  }
  const back = (refundableOf(book, deal, deal.payee) * random.bits(8)) >> 8n;
  if (random.chance(40) && back > 0n) {
    await act("refund", hub.interface.encodeFunctionData("refund", [packed(deal), back]), deal.payee, () => {
      refund(book, deal, back);
    });
    seen.refunded++;
  }
}

function dueAt({ book }: Stage, deal: Deal, time: bigint): bigint {
  const { now } = book;
  book.now = time;
  const due = dueOf(book, deal);
  book.now = now;
  return due;
}

/** Asks the contract at that time, without a block of it. */
async function compareAt(stage: Stage, deal: Deal, time: bigint, call: string): Promise<void> {
  const { book } = stage;
  const { now } = book;
  await connection.provider.request({ method: "evm_setNextBlockTimestamp", params: [Number(time)] });
  book.now = time;
  await compareLimits(stage, [deal], [], "pending", call);
  book.now = now;
}

/** What is owed, payment by payment. */
function counted({ price, period, start, deadline }: Deal, time: bigint): bigint {
  let sum = 0n;
  for (let payment = start; payment <= time; payment += period) {
    if (period === 1n && (payment === time || payment === deadline)) break;
    if (payment >= deadline && deadline !== 0n) break;
    sum += price;
  }
  return sum;
}

describe("Accrual in TypeScript and in Solidity", function () {
  this.timeout(180_000);

  describe(`given ${CASES} random streams and subscriptions`, () => {
    it("has the same due and refundable amounts around each limit", async () => {
      const stage = await setStage();
      const { book } = stage;
      const random = new Random(1);
      for (let i = 1; i <= CASES; i++) {
        const first = random.below(stage.parties.length - 1);
        const [one, other] = [at(stage.parties, first).address, at(stage.parties, first + 1).address];
        const ref = `0x${i.toString(16).padStart(64, "0")}`;
        const deal = randomTerms(random, book.now + 3n, ref, random.chance(50) ? [one, other] : [other, one]);
        await begin(stage, random, deal);
        await compareBooks(stage, [book.hashes.idOf(deal)], []);
        const call = encodeLimits(stage, [deal], []);
        for (const time of timesOf(random, deal, book.now)) await compareAt(stage, deal, time, call);

        const life = deal.deadline === 0n ? MAX_UINT40 : deal.deadline - deal.start;
        if (deal.start < book.now) seen.late++;
        if (deal.period > life) seen.long++;
        if (deal.period > 1n && life % deal.period === 0n) seen.exact++;
      }
    });

    it("has met each kind of case often", () => {
      for (const [name, times] of Object.entries(seen)) expect(times, name).to.be.at.least(20);
    });
  });

  describe("given 2000 short lives", () => {
    it("has in the model what one gets by counting", () => {
      const random = new Random(2);
      for (let i = 0; i < 2000; i++) {
        const start = random.between(1n, 50n);
        const deadline = random.chance(30) ? 0n : start + random.between(1n, 60n);
        const terms = { price: random.amount(96), period: random.between(1n, 70n), start, deadline };
        const deal = { ...terms, payer: "", payee: "", arbiter: "", window: 0n, feeBps: 0n, ref: "" };
        const time = random.between(0n, 150n);
        expect(owedBy(deal, time), `${start} ${deadline} ${terms.period} ${time}`).to.equal(counted(deal, time));
      }
    });
  });
});
