import { expect } from "chai";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { openDatabase } from "../../../packages/indexer/src/database.js";
import { Reader } from "../../../packages/indexer/src/query/reader.js";
import { partsOf, periodAt, type Period, type Unit } from "../../../packages/indexer/src/statistics/period.js";
import { statisticsSchema, type Statistics } from "../../../packages/indexer/src/statistics/schema.js";
import { readLastStatistics, readStatistics } from "../../../packages/indexer/src/statistics/statistics.js";
import type { Database } from "../../../packages/indexer/src/store/database.js";
import { networkHelpers } from "../../fixtures/chain.js";
import { indexed, openPlace } from "../../fixtures/indexing.js";
import { storyFixture } from "../../fixtures/indexedStory.js";
import { randomEvents } from "../../fixtures/randomEvents.js";
import { Recount, type RawLog } from "../../fixtures/statisticsRecount.js";
import { SYSTEM } from "../../fixtures/eventLog.js";

/** Periods of a unit that have an event, and their neighbors. */
function periodsAround(unit: Unit, logs: readonly RawLog[]): Period[] {
  const starts = logs.flatMap(({ time }) => {
    const { from, to } = periodAt(unit, time);
    return [from - 1, from, to];
  });
  const now = Math.max(...logs.map(({ time }) => time));
  const periods = new Map(starts.filter((time) => time <= now).map((time) => [periodAt(unit, time).from, time]));
  return [...periods.values()].map((time) => periodAt(unit, time));
}

/** All logs as the index has them. */
async function logsOf(database: Database): Promise<RawLog[]> {
  const rows = await database.all<Record<string, string>>("SELECT * FROM logs");
  return rows.map((row) => ({
    ...{ block: Number(row["block"]), logIndex: Number(row["log_index"]), time: Number(row["time"]) },
    ...{ transactionHash: row["transaction_hash"] as string, address: row["address"] as string },
    ...{ topics: row["topics"] as string, data: row["data"] as string },
  }));
}

/** What the recount has of the statistics. */
function comparable(statistics: Statistics) {
  const { scv, ether } = statistics.treasury;
  const names = Object.keys(statistics).filter((name) => name !== "period") as (keyof Statistics)[];
  return { ...Object.fromEntries(names.map((name) => [name, statistics[name]])), treasury: { scv, ether } };
}

for (const kind of ["SQLite", "PostgreSQL"] as const) {
  describe(`statistics: equal to a recount from the raw logs, on ${kind}`, function () {
    let folder: string;
    let location: string;
    let database: Database | undefined;
    let reader: Reader | undefined;

    before(async function () {
      folder = await mkdtemp(path.join(tmpdir(), "statistics-"));
      const found = await openPlace(kind, path.join(folder, "index.db"));
      if (found === undefined) this.skip();
    });

    beforeEach(async () => {
      const file = path.join(await mkdtemp(path.join(folder, "test-")), "index.db");
      location = (await openPlace(kind, file)) as string;
    });

    afterEach(async () => {
      await reader?.close();
      await database?.close();
      [reader, database] = [undefined, undefined];
    });

    after(async () => {
      await rm(folder, { recursive: true });
    });

    async function compare(units: readonly Unit[], addresses: Record<string, string>): Promise<number> {
      if (reader === undefined || database === undefined) throw new Error("nothing is indexed");
      const logs = await logsOf(database);
      const recount = new Recount(logs, addresses);
      let compared = 0;
      for (const unit of units) {
        for (const period of periodsAround(unit, logs)) {
          const statistics = await readStatistics(reader, period);
          statisticsSchema.parse(statistics);
          const counted = recount.figures(period.from, period.to);
          const figures = comparable(statistics);
          expect(Object.keys(figures).sort()).to.deep.equal(Object.keys(counted).sort());
          for (const [name, value] of Object.entries(figures)) {
            expect(value, `${name} of ${period.key}`).to.deep.equal(counted[name]);
          }
          compared++;
        }
      }
      return compared;
    }

    it("counts a story of every event, by hours, days and months", async () => {
      const story = await networkHelpers.loadFixture(storyFixture);
      database = await openDatabase(location);
      await indexed(story.client, database);
      reader = await Reader.open(location);
      const addresses = Object.fromEntries(
        Object.entries(story.client.addresses).map(([name, address]) => [name, address.toLowerCase()]),
      );
      expect(await compare(["hour", "day", "month"], addresses)).to.be.above(30);
      // The last period is not over: at its end the story stands as it does now.
      const [all] = await readLastStatistics(reader, "month", 1);
      const hub = await story.hub.getAddress();
      const held = (await story.coin.balanceOf(hub)) - (await story.hub.fees());
      expect(all?.escrow.lockedAtEnd).to.equal(String(held));
      expect(all?.governance.lockedAtEnd).to.equal(String(await story.votes.totalSupply()));
    });

    for (const seed of kind === "SQLite" ? ["one", "two"] : ["three"]) {
      it(`counts random events of three months, seed ${seed}`, async () => {
        const log = randomEvents(seed);
        database = await log.index(location);
        reader = await Reader.open(location);
        expect(await compare(["day", "month"], SYSTEM)).to.be.above(60);
        const months = await readLastStatistics(reader, "month", 10);
        expect(months.map(({ period }) => period.key)).to.deep.equal(["2024-03", "2024-02", "2024-01"]);
        const [march] = months;
        for (const figure of [
          march?.honest.toSelf,
          march?.honest.returned,
          march?.honest.inCircles,
          march?.escrow.lockedAtEnd,
        ]) {
          expect(BigInt(figure ?? 0)).to.be.above(0n);
        }
        const kinds = Object.values(march?.payments.byKind ?? {}).map(({ honest }) => honest);
        for (const name of ["toSelf", "returned", "inCircles", "withoutCircles"] as const) {
          expect(
            kinds.filter((honest) => BigInt(honest[name]) > 0n),
            name,
          ).to.have.length.above(1);
        }
      });
    }

    it("adds up: a month's sums are those of its days", async () => {
      database = await randomEvents("sums").index(location);
      reader = await Reader.open(location);
      const month = periodAt("month", Date.UTC(2024, 1) / 1000);
      const whole = await readStatistics(reader, month);
      const days: Statistics[] = [];
      for (const day of partsOf(month, "day")) days.push(await readStatistics(reader, day));
      expect(days).to.have.length(29);
      const sum = (figure: (day: Statistics) => string | number) =>
        String(days.reduce((all, day) => all + BigInt(figure(day)), 0n));
      expect(sum((day) => day.payments.gross)).to.equal(whole.payments.gross);
      expect(sum((day) => day.orders.settled)).to.equal(String(whole.orders.settled));
      expect(sum((day) => day.escrow.deposited)).to.equal(whole.escrow.deposited);
      expect(sum((day) => day.payers.new)).to.equal(String(whole.payers.new));
      expect(days.at(-1)?.escrow.lockedAtEnd).to.equal(whole.escrow.lockedAtEnd);
      for (const { streams, subscriptions } of [whole, ...days]) {
        for (const { activeAtStart, started, ended, activeAtEnd } of [streams, subscriptions]) {
          expect(activeAtEnd).to.equal(activeAtStart + started - ended);
        }
      }
    });
  });
}
