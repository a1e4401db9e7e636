import { spawn } from "node:child_process";
import { once } from "node:events";
import { SeededIndex, addressOf, hashOf } from "../../test/fixtures/seededIndex.js";
import { searchableWords } from "../../packages/indexer/src/store/search.js";
import { toStoredRow } from "../../packages/indexer/src/store/rows.js";
import type { Row, TableName } from "../../packages/indexer/src/store/schema.js";

const PAYMENTS = 1_000_000;
const SERVICES = 10_000;
const PAYERS = 50_000;
const CATEGORIES = ["weather", "translation", "maps", "storage", "search", "speech", "images", "proofs"];
const CHUNK = 50_000;

/** Requests that are in flight at once, and how many of each kind are measured. */
const CLIENTS = 20;
const REQUESTS = 1_000;

/** What is asked, and how long the answers took in milliseconds. */
export interface QueryTimes {
  name: string;
  p50: number;
  p99: number;
}

/** An API in a process of its own, as an operator runs it. */
const PROGRAM = `
  import { Reader, startApi } from "@servicecoin/indexer";
  const { url } = await startApi(await Reader.open(process.argv[1]), { requestsPerSecond: 1e9 });
  console.log(url);
`;

/** Measures pages of an index with a million payments and 10,000 services, asked by 20 clients at once. */
export async function measureQueries(location: string): Promise<QueryTimes[]> {
  const index = await SeededIndex.open(location);
  try {
    await seed(index);
  } finally {
    await index.close();
  }
  const api = spawn(process.execPath, ["--input-type=module", "-e", PROGRAM, "--", location], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, NODE_OPTIONS: "" },
  });
  try {
    const [line] = (await once(api.stdout, "data")) as [Buffer];
    const url = line.toString().trim();
    const times: QueryTimes[] = [];
    for (const [name, pathOf] of Object.entries(QUERIES)) times.push({ name, ...(await measure(url, pathOf)) });
    return times;
  } finally {
    api.kill();
  }
}

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

async function measure(url: string, pathOf: (number: number) => string): Promise<{ p50: number; p99: number }> {
  const times: number[] = [];
  let next = 0;
  const client = async (): Promise<void> => {
    while (next < REQUESTS) {
      const path = pathOf(next++ * 31);
      const started = performance.now();
      const response = await fetch(`${url}${path}`);
      await response.arrayBuffer();
      if (!response.ok) throw new Error(`${path}: status ${response.status}`);
      times.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  times.sort((a, b) => a - b);
  return { p50: times[Math.floor(REQUESTS / 2)] ?? NaN, p99: times[Math.floor(REQUESTS * 0.99)] ?? NaN };
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
  const last = positionOf(PAYMENTS - 1);
  await index.setCursor(last.block, last.time);
}

const amountOf = (number: number) => BigInt(number + 1) * 10n ** 15n;

function positionOf(number: number) {
  const block = 1 + Math.floor(number / 25);
  return { block, logIndex: number % 25, time: 1_700_000_000 + block * 12, transactionHash: hashOf(number) };
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
  { database }: SeededIndex,
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
