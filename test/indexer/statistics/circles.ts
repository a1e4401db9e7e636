import { expect } from "chai";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { cancelCircles, MAX_SUMS, type Sum } from "../../../packages/indexer/src/circles/cancelCircles.js";
import { Reader } from "../../../packages/indexer/src/query/reader.js";
import { parsePeriod } from "../../../packages/indexer/src/statistics/period.js";
import { readStatistics } from "../../../packages/indexer/src/statistics/statistics.js";
import { account, EventLog, SYSTEM } from "../../fixtures/eventLog.js";
import { honest, type Payment } from "../../fixtures/recountFigures.js";
import { Recount } from "../../fixtures/statisticsRecount.js";

const NOON = Date.UTC(2024, 5, 15, 12) / 1000;
const DAY = 86_400;

type Paid = [from: number, to: number, amount: bigint];

/** Each account pays the next, and the last one the first. */
function around(accounts: readonly number[], ...amounts: bigint[]): Paid[] {
  return accounts.map((from, index) => [
    from,
    accounts[(index + 1) % accounts.length] as number,
    amounts[index % amounts.length] as bigint,
  ]);
}

function sumsOf(paid: readonly Paid[]): Sum[] {
  return paid.map(([from, to, amount]) => ({ from, to, amount }));
}

/** By the recount, which tries every way. */
function counted(sums: readonly Sum[]): bigint {
  const payments = sums.map(({ from, to, amount }): Payment => ({
    ...{ time: 0, kind: "x402", fee: 0n },
    ...{ payer: account(from + 1), payee: account(to + 1), amount },
  }));
  return BigInt(honest(payments, []).inCircles);
}

/** Sums between accounts that are chosen at random; hubs are chosen more often. */
function randomSums(seed: number, accounts: number, pairs: number, hubs = 0): Sum[] {
  let state = seed + 1;
  const below = (limit: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const anyone = () => (hubs > 0 && below(4) === 0 ? below(hubs) : below(accounts));
  const sums = new Map<string, Sum>();
  while (sums.size < pairs) {
    const [from, to] = [anyone(), anyone()];
    if (from !== to) sums.set(`${from} ${to}`, { from, to, amount: BigInt(1 + below(1_000_000)) });
  }
  return [...sums.values()];
}

/** Reads an index of these events. */
async function withReader(log: EventLog, read: (reader: Reader) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "circles-"));
  const location = path.join(folder, "index.db");
  const database = await log.index(location);
  const reader = await Reader.open(location);
  try {
    await read(reader);
  } finally {
    await reader.close();
    await database.close();
    await rm(folder, { recursive: true });
  }
}

describe("statistics: payments in circles", function () {
  it("cancels circles of four and five accounts, unequal ones with common payments too, from raw logs", async () => {
    const people = Array.from({ length: 9 }, (_, index) => account(index + 1));
    const log = new EventLog("circles").at(NOON).mint(10_000n, ...people);
    const pay = (paid: readonly Paid[]) => {
      for (const [from, to, amount] of paid) log.pay(account(from), account(to), amount);
    };
    pay(around([1, 2, 3, 4], 10n, 7n, 9n, 8n));
    pay(around([2, 3, 5, 6, 7], 20n));
    // This one is closed a day later: the month sees it, the days do not.
    pay(around([1, 8, 4, 9], 5n).slice(0, 3));
    log.at(NOON + DAY);
    pay([[9, 1, 6n]]);
    await withReader(log, async (reader) => {
      const honestIn = async (unit: "day" | "month", key: string) => {
        const period = parsePeriod(unit, key);
        const { honest: figures } = await readStatistics(reader, period);
        const recount = new Recount(log.logs, SYSTEM).figures(period.from, period.to);
        expect(figures).to.deep.equal(recount["honest"]);
        return figures;
      };
      // The payments of 2 to 3 are on both: 27, of which the shorter circle takes 8.
      const day = await honestIn("day", "2024-06-15");
      expect(day).to.include({ inCircles: String(4 * 8 + 5 * 19), longestCircle: 5 });
      expect((await honestIn("day", "2024-06-16")).inCircles).to.equal("0");
      expect((await honestIn("month", "2024-06")).inCircles).to.equal(String(4 * 8 + 5 * 19 + 4 * 5));
    });
  });

  it("takes what comes back by another kind, or by a plain transfer, from each kind by itself", async () => {
    const [ann, ben, cat] = [account(1), account(2), account(3)];
    const log = new EventLog("kinds").at(NOON).mint(10_000n, ann, ben, cat);
    log.x402(ann, ben, 100n).pay(ben, ann, 30n).x402(cat, ben, 50n).transfer(ben, cat, 20n).pay(cat, ben, 5n);
    await withReader(log, async (reader) => {
      const { payments, x402, honest: all } = await readStatistics(reader, parsePeriod("day", "2024-06-15"));
      // Of all together, what Ann and Ben pay each other is a circle of two.
      expect(all).to.include({ payers: 3, returned: "20", inCircles: "60", withoutCircles: "105" });
      const byX402 = { payers: 2, largestPayerBps: 6_666, returned: "50", inCircles: "0", withoutCircles: "100" };
      expect(x402.honest).to.include(byX402);
      expect(payments.byKind.x402.honest).to.deep.equal(x402.honest);
      // What Ann paid Ben by x402 covers Ben's 30; the plain transfer covers Cat's 5.
      const byTransfer = { payers: 2, largestPayerBps: 8_571, returned: "35", withoutCircles: "0", netFlow: "0" };
      expect(payments.byKind.transfer.honest).to.include(byTransfer);
      expect(payments.byKind.order.honest).to.include({ payers: 0, largestPayerBps: null, withoutCircles: "0" });
    });
  });

  it("cancels as much as a search that tries every way, whatever the payments", async () => {
    let all = 0n;
    for (let seed = 0; seed < 60; seed++) {
      const accounts = 6 + (seed % 7);
      const sums = randomSums(seed, accounts, accounts * (1 + (seed % 3)), seed % 2 === 0 ? 2 : 0);
      const expected = counted(sums);
      const left = sums.map((sum) => ({ ...sum }));
      const { inCircles } = await cancelCircles(accounts, left);
      expect(inCircles, `market ${seed}`).to.equal(expected);
      const taken = sums.reduce((sum, { amount }, index) => sum + amount - (left[index] as Sum).amount, 0n);
      expect(taken, "what was taken away").to.equal(inCircles);
      // Nothing is left on a circle of up to five.
      expect(counted(left)).to.equal(0n);
      all += inCircles;
    }
    expect(all).to.be.above(0n);
  });

  for (const [name, hubs] of [
    ["hubs", 20],
    ["no hub", 0],
  ] as const) {
    it(`searches 10,000 pairs of accounts with ${name} within two seconds of processor time`, async () => {
      const sums = randomSums(hubs, 2_500, 10_000, hubs);
      const begun = process.cpuUsage();
      const { inCircles, longest } = await cancelCircles(2_500, sums);
      const { user, system } = process.cpuUsage(begun);
      if (process.env["SHOW_FIGURES"] !== undefined) console.log(name, (user + system) / 1000, "ms");
      expect(longest).to.equal(5);
      expect(inCircles).to.be.above(0n);
      expect((user + system) / 1e6).to.be.below(2);
    });
  }

  it("says that it searches only short circles in a group of very many pairs, and all of them beside it", async () => {
    // Everyone of a layer pays everyone of the next; the last layer pays the first. No circle is shorter than six.
    const width = Math.ceil(Math.sqrt(MAX_SUMS / 6)) + 1;
    const many = Array.from({ length: 6 * width ** 2 }, (_, index): Sum => {
      const [layer, pair] = [Math.floor(index / width ** 2), index % width ** 2];
      const next = ((layer + 1) % 6) * width;
      return { from: layer * width + Math.floor(pair / width), to: next + (pair % width), amount: 1n };
    });
    const first = 6 * width;
    const apart = sumsOf(around([first, first + 1, first + 2, first + 3, first + 4], 3n));
    expect(await cancelCircles(first + 5, [...many, ...apart])).to.deep.equal({ inCircles: 15n, longest: 3 });
    const fewer = many.filter(({ from }) => from % 5 !== 0);
    expect(await cancelCircles(first, fewer)).to.deep.equal({ inCircles: 0n, longest: 5 });
  });
});
