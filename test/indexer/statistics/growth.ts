import { expect } from "chai";
import { id } from "ethers";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { openDatabase } from "../../../packages/indexer/src/database.js";
import { Reader } from "../../../packages/indexer/src/query/reader.js";
import { parsePeriod } from "../../../packages/indexer/src/statistics/period.js";
import {
  PeriodError,
  readLastStatistics,
  readStatistics,
} from "../../../packages/indexer/src/statistics/statistics.js";
import type { Database } from "../../../packages/indexer/src/store/database.js";
import { Store } from "../../../packages/indexer/src/store/store.js";
import { account, CLIENT, EventLog, SYSTEM } from "../../fixtures/eventLog.js";
import { randomEvents } from "../../fixtures/randomEvents.js";
import { Recount } from "../../fixtures/statisticsRecount.js";

const [ann, ben, cat, dan] = [1, 2, 3, 4].map((number) => account(number)) as [string, string, string, string];
const NOON = Date.UTC(2024, 5, 15, 12) / 1000;
const DAY = 86_400;

describe("statistics: as the chain grows", function () {
  let folder: string;
  let file: string;
  const open: { close: () => Promise<void> }[] = [];

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "statistics-"));
  });

  beforeEach(async () => {
    file = path.join(await mkdtemp(path.join(folder, "test-")), "index.db");
  });

  afterEach(async () => {
    for (const one of open.splice(0).reverse()) await one.close();
  });

  after(async () => {
    await rm(folder, { recursive: true });
  });

  async function empty(): Promise<{ database: Database; store: Store; reader: Reader }> {
    const database = await openDatabase(file);
    const store = await Store.open(database, CLIENT, id("genesis"));
    const reader = await Reader.open(file);
    open.push(database, reader);
    return { database, store, reader };
  }

  async function readerOf(log: EventLog): Promise<Reader> {
    open.push(await log.index(file));
    const reader = await Reader.open(file);
    open.push(reader);
    return reader;
  }

  it("equals a recount after every few blocks, though only the new ones are read", async () => {
    const log = randomEvents("growth");
    const { store, reader } = await empty();
    const month = Date.UTC(2024, 2) / 1000;
    const inMonth = log.blocks.findIndex(({ time }) => time >= month);
    await log.continue(store, inMonth + 1);
    let steps = 0;
    for (; (store.cursor?.block ?? 0) < log.blocks.length; steps++) {
      await log.continue(store, 1 + ((store.cursor?.block ?? 0) % 60));
      const { time } = store.cursor as { time: number };
      const [statistics] = await readLastStatistics(reader, "month", 1);
      const logs = log.logs.filter(({ block }) => block <= (store.cursor?.block ?? 0));
      const figures = new Recount(logs, SYSTEM).figures(month, Math.min(time + 1, Date.UTC(2024, 3) / 1000));
      for (const name of ["payments", "honest", "payers", "orders", "escrow", "streams", "x402"] as const) {
        expect(statistics?.[name], `${name} at block ${store.cursor?.block}`).to.deep.equal(figures[name]);
      }
    }
    expect(steps).to.be.above(5);
  });

  it("counts what was sent back before the first payment, also when it was read before", async () => {
    const log = new EventLog("funded").at(NOON).mint(1_000n, ann, ben);
    log.at(NOON + 1).transfer(ben, ann, 60n);
    log.at(NOON + 2).pay(ann, cat, 1n);
    log.at(NOON + 3).pay(ann, ben, 100n);
    const { store, reader } = await empty();
    await log.continue(store, 3);
    expect((await readLastStatistics(reader, "day", 1))[0]?.honest).to.include({ returned: "0", withoutCircles: "1" });
    await log.continue(store, 1);
    const [day] = await readLastStatistics(reader, "day", 1);
    expect(day?.honest).to.include({ returned: "60", withoutCircles: "41", netFlow: "41" });
  });

  it("forgets what a reorganization took back, in a period that is over and in one that is not", async () => {
    const { store, reader } = await empty();
    const common = (name: string) => new EventLog(name).at(NOON).mint(1_000n, ann);
    const old = common("chain")
      .at(NOON + 10)
      .pay(ann, ben, 5n)
      .at(NOON + DAY)
      .pay(ann, ben, 7n);
    await old.continue(store, 3);
    const days = async () => {
      const found = await readLastStatistics(reader, "day", 2);
      return found.map(({ payments }) => payments.gross);
    };
    const month = async () => (await readLastStatistics(reader, "month", 1))[0]?.payments.byKind.transfer;
    expect(await days()).to.deep.equal(["7", "5"]);
    expect(await month()).to.include({ payments: 2, gross: "12" });
    await store.rollBack({ block: 1, hash: old.blocks[0]?.hash ?? "", time: NOON });
    const other = common("chain")
      .at(NOON + 10)
      .pay(ann, cat, 6n)
      .at(NOON + DAY)
      .pay(ann, dan, 9n);
    for (const block of other.blocks.slice(1)) block.hash = id(`other ${block.number}`);
    await other.continue(store, 2);
    expect(await days()).to.deep.equal(["9", "6"]);
    expect(await month()).to.include({ payments: 2, gross: "15" });
  });

  it("counts the first and the last second of a period, a leap day and the ends of months", async () => {
    const seconds = [
      [2024, 1, 29, 0, 0, 0],
      [2024, 1, 29, 23, 59, 59],
      [2024, 2, 1, 0, 0, 0],
      [2024, 11, 31, 23, 59, 59],
      [2025, 0, 1, 0, 0, 0],
      [2025, 1, 28, 23, 59, 59],
    ].map((parts) => Date.UTC(...(parts as [number, number])) / 1000);
    const log = new EventLog("edges").at((seconds[0] as number) - 1).mint(1_000_000n, ann);
    for (const [index, time] of seconds.entries()) log.at(time).pay(ann, ben, 10n ** BigInt(index));
    const reader = await readerOf(log);
    const gross = async (unit: "hour" | "day" | "month", key: string) =>
      (await readStatistics(reader, parsePeriod(unit, key))).payments.gross;
    expect(await gross("day", "2024-02-28")).to.equal("0");
    expect(await gross("day", "2024-02-29")).to.equal("11");
    expect(await gross("hour", "2024-02-29T23")).to.equal("10");
    expect(await gross("month", "2024-02")).to.equal("11");
    expect(await gross("month", "2024-03")).to.equal("100");
    expect(await gross("day", "2024-12-31")).to.equal("1000");
    expect(await gross("hour", "2025-01-01T00")).to.equal("10000");
    expect(await gross("month", "2025-02")).to.equal("100000");
  });

  it("answers zeros for a period in which nothing happened, and for one before the deployment", async () => {
    const log = new EventLog("empty").at(NOON).mint(100n, ann).pay(ann, ben, 1n);
    const reader = await readerOf(log.at(NOON + 90 * DAY));
    for (const key of ["2024-07", "2019-01"]) {
      const statistics = await readStatistics(reader, parsePeriod("month", key));
      expect(statistics.payments.payments, key).to.equal(0);
      expect(statistics.period.complete, key).to.equal(true);
      expect(statistics.payers).to.deep.equal({
        ...{ active: 0, new: 0, returning: 0 },
        ...{ largestBps: null, herfindahlPpm: null },
      });
      expect(statistics.x402).to.include({ price: null, paymentsPerPayer: null });
      expect(statistics.orders).to.deep.include({ timeToDelivery: { median: null, p90: null }, onTimeBps: null });
    }
  });

  it("refuses a period that has not begun, and an index without a block, by name", async () => {
    const { store, reader } = await empty();
    const refused = async (key: string) => {
      const error: unknown = await readStatistics(reader, parsePeriod("day", key)).catch((thrown: unknown) => thrown);
      expect(error).to.be.instanceOf(PeriodError);
      return (error as Error).message;
    };
    expect(await refused("2024-06-15")).to.equal("Nothing is indexed yet");
    await new EventLog("begun").at(NOON).mint(1n, ann).continue(store, 1);
    expect(await refused("2024-06-16")).to.contain("2024-06-16 has not begun: the index is at block 1");
  });
});
