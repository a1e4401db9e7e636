import { spawn } from "node:child_process";
import { once } from "node:events";
import { SeededIndex, addressOf, hashOf } from "../../test/fixtures/seededIndex.js";
import { searchableWords } from "../../packages/indexer/src/store/search.js";
import type { Database } from "../../packages/indexer/src/store/database.js";
import { toStoredRow } from "../../packages/indexer/src/store/rows.js";
import type { Row, TableName } from "../../packages/indexer/src/store/schema.js";

const PAYMENTS = 1_000_000;
const SERVICES = 10_000;
const PAYERS = 50_000;
const PER_BLOCK = 25;
const CATEGORIES = ["weather", "translation", "maps", "storage", "search", "speech", "images", "proofs"];
const CHUNK = 50_000;

/** Requests that are in flight at once, how many of each kind are measured, and how many come first. */
const CLIENTS = 20;
const REQUESTS = 1_000;
const WARM_UP = 200;
const STEP = 31;

/** What is asked, how long the answers took, and the processor time that the API spent on each, in milliseconds. */
export interface QueryTimes {
  name: string;
  p50: number;
  p99: number;
  cpu: number;
}

/** An API in a process of its own, as an operator runs it. It says where it listens, and its processor time. */
const PROGRAM = `
  import { Reader, startApi } from "@servicecoin/indexer";
  const { url } = await startApi(await Reader.open(process.argv[1]), { requestsPerSecond: 1e9 });
  process.on("message", () => process.send(process.cpuUsage()));
  process.on("disconnect", () => process.exit());
  process.send(url);
`;

/** Fills an index with a million payments and 10,000 services. */
export async function seedQueries(location: string): Promise<void> {
  const index = await SeededIndex.open(location);
  try {
    await seed(index);
  } finally {
    await index.close();
  }
}

/** Measures pages of an index that `seedQueries` filled, asked by 20 clients at once. */
export async function measureQueries(location: string): Promise<QueryTimes[]> {
  const api = spawn(process.execPath, ["--input-type=module", "-e", PROGRAM, "--", location], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    // Such as `--cpu-prof`, to see where the time goes.
    env: { ...process.env, NODE_OPTIONS: process.env["API_NODE_OPTIONS"] ?? "" },
  });
  try {
    const [url] = (await once(api, "message")) as [string];
    const cpuOf = async (): Promise<number> => {
      api.send("cpu");
      const [{ user, system }] = (await once(api, "message")) as [NodeJS.CpuUsage];
      return (user + system) / 1_000;
    };
    const times: QueryTimes[] = [];
    for (const [name, pathOf] of Object.entries(QUERIES)) {
      await measure(url, (number) => pathOf(number + UNASKED), WARM_UP);
      const before = await cpuOf();
      const { p50, p99 } = await measure(url, pathOf, REQUESTS);
      times.push({ name, p50, p99, cpu: ((await cpuOf()) - before) / REQUESTS });
    }
    const before = await cpuOf();
    const { p50, p99 } = await measure(url, () => `/statistics/month/2023-11`, 1);
    times.push({ name: "statistics of the month, first request", p50, p99, cpu: (await cpuOf()) - before });
    return times;
  } finally {
    api.disconnect();
  }
}

/** Numbers from here on are not among those that are measured: answers are kept. */
const UNASKED = REQUESTS * STEP + 1;

const QUERIES: Record<string, (number: number) => string> = {
  "services of a category, cheapest first": (number) =>
    `/services?category=${at(CATEGORIES, number)}&sort=price&limit=20`,
  "services by words": (number) => `/services?q=${at(CATEGORIES, number)}%20${number % 100}&limit=20`,
  "one service": (number) => `/services/${number % SERVICES}`,
  "payments of a service": (number) => `/services/${number % SERVICES}/payments?limit=50`,
  "payments of a payer": (number) => `/payments?payer=${payerOf(number)}&limit=50`,
  "transfers of an account": (number) => `/accounts/${payerOf(number)}/transfers?limit=50`,
  "an account": (number) => `/accounts/${payerOf(number)}`,
};

function at<Item>(list: readonly Item[], number: number): Item {
  return list[number % list.length] as Item;
}

const payerOf = (number: number) => addressOf(0x100000 + ((number * 7919) % PAYERS));
const walletOf = (service: number) => addressOf(0x900000 + service);

async function measure(
  url: string,
  pathOf: (number: number) => string,
  requests: number,
): Promise<{ p50: number; p99: number }> {
  const times: number[] = [];
  let next = 0;
  const client = async (): Promise<void> => {
    while (next < requests) {
      const path = pathOf(next++ * STEP);
      const started = performance.now();
      const response = await fetch(`${url}${path}`);
      await response.arrayBuffer();
      if (!response.ok) throw new Error(`${path}: status ${response.status}`);
      times.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  times.sort((a, b) => a - b);
  return { p50: times[Math.floor(requests / 2)] ?? NaN, p99: times[Math.floor(requests * 0.99)] ?? NaN };
}

async function seed(index: SeededIndex): Promise<void> {
  await insert(index, "services", SERVICES, serviceRow);
  await insert(index, "serviceWords", SERVICES, (number) => {
    const { id, block, ...service } = serviceRow(number);
    return { id, words: searchableWords(service), block };
  });
  await insert(index, "transfers", PAYMENTS, (number) => ({
    ...positionOf(number),
    ...{ from: payerOf(number), to: walletOf(number % SERVICES), amount: amountOf(number) },
    ...{ reference: hashOf(number), authorization: null },
  }));
  await insert(index, "payments", PAYMENTS, (number) => ({
    ...positionOf(number),
    ...{ kind: "transfer", payer: payerOf(number), payee: walletOf(number % SERVICES), source: null },
    ...{ amount: amountOf(number), fee: 0n },
  }));
  await insert(index, "serviceWallets", SERVICES, (number) => ({
    ...positionOf(number),
    ...{ serviceId: number, wallet: walletOf(number) },
  }));
  await seedSums(index.database);
  const last = positionOf(PAYMENTS - 1);
  await index.setCursor(last.block, last.time);
}

/** Payment `number` is of pair `number % PAIRS`, since payers and payees come around together. */
const PAIRS = PAYERS;
const MONTH = Date.UTC(2023, 10) / 1_000;

/** What the payments come to: blocks, and sums per pair and month. All are of one month. */
export async function seedSums(database: Database): Promise<void> {
  await insert({ database }, "blocks", positionOf(PAYMENTS - 1).block, (index) => {
    const { block, time } = positionOf(index * PER_BLOCK);
    return { number: block, hash: hashOf(block), time, verified: 0 };
  });
  const sumOf = (pair: number) => {
    const count = PAYMENTS / PAIRS;
    const [first, last] = [amountOf(pair), amountOf(pair + (count - 1) * PAIRS)];
    return {
      payer: payerOf(pair),
      payee: walletOf(pair % SERVICES),
      amount: ((first + last) * BigInt(count)) / 2n,
      count,
    };
  };
  await insert({ database }, "pairs", PAIRS, (pair) => {
    const [firstAt, lastAt] = [positionOf(pair).time, positionOf(PAYMENTS - PAIRS + pair).time];
    return { ...sumOf(pair), fees: 0n, firstAt, lastAt, block: 1 };
  });
  await insert({ database }, "pairMonths", PAIRS, (pair) => {
    const { payer, payee, amount } = sumOf(pair);
    return { month: MONTH, payer, payee, kind: "transfer", count: PAYMENTS / PAIRS, amount, block: 1 };
  });
  const amount = ((amountOf(0) + amountOf(PAYMENTS - 1)) * BigInt(PAYMENTS)) / 2n;
  const all = { month: MONTH, kind: "transfer", count: PAYMENTS, amount, fees: 0n, block: 1 };
  await insert({ database }, "kindMonths", 1, () => all);
}

const amountOf = (number: number) => BigInt(number + 1) * 10n ** 15n;

function positionOf(number: number) {
  const block = 1 + Math.floor(number / PER_BLOCK);
  return { block, logIndex: number % PER_BLOCK, time: 1_700_000_000 + block * 12, transactionHash: hashOf(number) };
}

function serviceRow(number: number): Row<"services"> {
  const category = at(CATEGORIES, number);
  const { time, block } = positionOf(number);
  return {
    ...{ id: number, owner: walletOf(number), wallet: walletOf(number), uri: `https://${number}.example`, category },
    ...{ price: amountOf(number), unit: "request", endpoint: `https://${number}.example/api`, active: 1 },
    ...{ name: `${category} ${number}`, description: `The ${category} service number ${number}` },
    ...{
      registeredAt: time,
      updatedAt: time,
      ratedAt: time,
      ratings: number % 7,
      ratedPaid: 10n,
      ratingSum: 10n ** 20n,
    },
    ...{ ratingWeighted: 10n ** 21n, unpaidFeedback: 0, rating: BigInt(number % 100) * 10n ** 18n },
    ...{ categoryKey: category, block },
  };
}

async function insert<Name extends TableName>(
  { database }: Pick<SeededIndex, "database">,
  table: Name,
  count: number,
  rowOf: (number: number) => Row<Name>,
): Promise<void> {
  for (let start = 0; start < count; start += CHUNK) {
    const rows = Array.from({ length: Math.min(CHUNK, count - start) }, (_, offset) => rowOf(start + offset));
    const stored = rows.map((row) => toStoredRow(table, row, database.dialect));
    await database.transaction(() => database.insert(table, stored));
  }
}
