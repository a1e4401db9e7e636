import { expect } from "chai";
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { FileLedger } from "../../../packages/gateway/src/buying/fileLedger.js";
import { MemoryLedger, type SpendingLedger } from "../../../packages/gateway/src/buying/spendingLedger.js";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const LIMIT = 10n;

let now: number;
let folder: string;
const fileOf = () => path.join(folder, "data", "ledger.jsonl");
const files = async () => (await readdir(path.dirname(fileOf()))).sort();

const LEDGERS: Record<string, () => SpendingLedger> = {
  MemoryLedger: () => new MemoryLedger(() => now),
  FileLedger: () => new FileLedger(fileOf(), () => now),
};

for (const [name, create] of Object.entries(LEDGERS)) {
  describe(name, () => {
    let ledger: SpendingLedger;
    const take = async (amount: bigint) => (await ledger.take(amount, LIMIT)) !== undefined;

    beforeEach(async () => {
      now = 0;
      folder = await mkdtemp(path.join(tmpdir(), "ledger-"));
      ledger = create();
    });

    afterEach(() => rm(folder, { recursive: true }));

    it("reserves amounts up to exactly the limit", async () => {
      expect(await take(6n)).to.equal(true);
      expect(await take(5n)).to.equal(false);
      expect(await take(4n)).to.equal(true);
      expect(await take(1n)).to.equal(false);
    });

    it("reserves no more than the limit for concurrent calls", async () => {
      const taken = await Promise.all([1, 2, 3, 4].map(() => take(3n)));
      expect(taken.filter(Boolean)).to.have.length(3);
    });

    it("reserves an amount again that was given back", async () => {
      const giveBack = await ledger.take(6n, LIMIT);
      expect(await take(6n)).to.equal(false);
      await giveBack?.();
      expect(await take(6n)).to.equal(true);
      expect(await take(6n)).to.equal(false);
    });

    it("gives an amount back only once", async () => {
      await take(5n);
      const giveBack = await ledger.take(5n, LIMIT);
      await giveBack?.();
      await giveBack?.();
      expect(await take(6n)).to.equal(false);
      expect(await take(5n)).to.equal(true);
    });

    it("counts each payment for exactly 24 hours", async () => {
      await take(6n);
      now = 12 * HOUR;
      await take(4n);
      now = 24 * HOUR - 1;
      expect(await take(1n)).to.equal(false);
      now = 24 * HOUR;
      expect(await take(6n)).to.equal(true);
      expect(await take(1n)).to.equal(false);
    });

    it("applies the limit of each call", async () => {
      expect(await ledger.take(11n, 11n)).not.to.equal(undefined);
      expect(await ledger.take(1n, 11n)).to.equal(undefined);
      expect(await ledger.take(1n, 12n)).not.to.equal(undefined);
    });
  });
}

describe("FileLedger, between processes", () => {
  beforeEach(async () => {
    now = 10 * DAY;
    folder = await mkdtemp(path.join(tmpdir(), "ledger-"));
  });

  afterEach(() => rm(folder, { recursive: true }));

  const take = async (amount: bigint) => (await new FileLedger(fileOf(), () => now).take(amount, LIMIT)) !== undefined;

  it("counts what other processes have reserved, even if they have died", async () => {
    expect(await take(7n)).to.equal(true);
    expect(await take(4n)).to.equal(false);
    expect(await take(3n)).to.equal(true);
  });

  it("reserves no more than the limit for 20 concurrent ledgers", async () => {
    const taken = await Promise.all(Array.from({ length: 20 }, () => take(3n)));
    expect(taken.filter(Boolean)).to.have.length(3);
  });

  it("removes files that no longer count, and no others", async () => {
    await mkdir(path.dirname(fileOf()));
    const others = ["ledger.jsonl", "ledger.jsonl.new", "other.jsonl.0"];
    for (const name of others) await writeFile(path.join(path.dirname(fileOf()), name), "");
    for (let day = 10; day <= 15; day++) {
      now = day * DAY;
      expect(await take(LIMIT)).to.equal(true);
    }
    expect(await files()).to.deep.equal([...others, "ledger.jsonl.13", "ledger.jsonl.14", "ledger.jsonl.15"].sort());
  });

  it("counts across midnight", async () => {
    now = 11 * DAY - 1;
    expect(await take(6n)).to.equal(true);
    now = 11 * DAY;
    expect(await take(5n)).to.equal(false);
    expect(await take(4n)).to.equal(true);
    now = 12 * DAY - 1;
    expect(await take(7n)).to.equal(false);
    expect(await take(6n)).to.equal(true);
  });

  it("keeps the limit at midnight when some clocks are a day ahead", async () => {
    const ledgers = Array.from({ length: 20 }, (_, index) => new FileLedger(fileOf(), () => 11 * DAY - (index % 2)));
    const taken = await Promise.all(ledgers.map((ledger) => ledger.take(3n, LIMIT)));
    expect(taken.filter(Boolean).length).to.be.within(1, 3);
    now = 11 * DAY;
    const rest = [await take(3n), await take(3n), await take(3n), await take(3n)].filter(Boolean);
    expect(taken.filter(Boolean).length + rest.length).to.equal(3);
  });

  it("starts the next day when one is closed, and ignores lines after its end", async () => {
    expect(await take(4n)).to.equal(true);
    const late = { id: "late", at: now, amount: "6", limit: "10" };
    await appendFile(`${fileOf()}.10`, `\n{"closed":true}\n\n${JSON.stringify(late)}\n`);
    expect(await take(7n)).to.equal(false);
    expect(await take(6n)).to.equal(true);
    expect(await files()).to.deep.equal(["ledger.jsonl.10", "ledger.jsonl.11", "ledger.jsonl.9"]);
    // The clock still shows the day before.
    expect(await take(1n)).to.equal(false);
  });

  it("gives back an amount that was reserved the day before", async () => {
    now = 11 * DAY - 1;
    const giveBack = await new FileLedger(fileOf(), () => now).take(LIMIT, LIMIT);
    now = 11 * DAY;
    expect(await take(1n)).to.equal(false);
    await giveBack?.();
    expect(await take(LIMIT)).to.equal(true);
  });

  it("reserves quickly after 20,000 payments of a day, and counts each of them", async () => {
    await mkdir(path.dirname(fileOf()));
    const earlier = Array.from({ length: 20_000 }, (_, index) => ({
      ...{ id: `earlier ${index}`, at: now - 20_000 + index, amount: "1", limit: "100000" },
    }));
    await writeFile(`${fileOf()}.9`, `${earlier.map((entry) => JSON.stringify(entry)).join("\n")}\n{"closed":true}\n`);
    await writeFile(`${fileOf()}.10`, "");
    const ledger = new FileLedger(fileOf(), () => now);
    const start = performance.now();
    for (let payment = 1; payment <= 50; payment++) {
      expect((await ledger.take(1n, 20_049n)) !== undefined, String(payment)).to.equal(payment < 50);
    }
    // Reading every line for each payment would take minutes.
    expect(performance.now() - start).to.be.below(10_000);
  }).timeout(60_000);

  it("creates files that only the owner can read", async () => {
    await take(1n);
    expect((await stat(`${fileOf()}.10`)).mode & 0o777).to.equal(0o600);
  });

  it("skips a line that a crash cut off, and loses none after it", async () => {
    expect(await take(6n)).to.equal(true);
    await appendFile(`${fileOf()}.10`, '\n{"id":"half');
    expect(await take(5n)).to.equal(false);
    expect(await take(4n)).to.equal(true);
    expect(await take(1n)).to.equal(false);
    expect(await readFile(`${fileOf()}.10`, "utf8")).to.include("half");
  });
});
