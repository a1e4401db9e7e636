import { rm } from "node:fs/promises";
import { HttpNode, Indexer, openDatabase, Reader, type Verification } from "@servicecoin/indexer";
import { setTimeout } from "node:timers/promises";
import { zeroPadValue } from "ethers";
import type { World } from "./world.js";

/** A cold sync. */
export interface Sync {
  events: number;
  seconds: number;
  /** Seconds of processor time of this process. */
  cpu: number;
  /** Largest resident memory of this process in MB that was seen. */
  memory: number;
}

/** Indexes a whole chain into an empty database. */
export async function coldSync(
  { node: { url }, client }: World,
  location: string,
  verification: Verification = "sampled",
): Promise<Sync> {
  if (!location.startsWith("postgres")) {
    for (const suffix of ["", "-wal", "-shm", "-lock"]) await rm(`${location}${suffix}`, { force: true });
  }
  const database = await openDatabase(location);
  let memory = 0;
  const watch = setInterval(() => (memory = Math.max(memory, process.memoryUsage.rss())), 50);
  try {
    const started = performance.now();
    const before = process.cpuUsage();
    const indexer = await Indexer.open(client, [new HttpNode(url)], database, {
      fromScratch: true,
      verification,
    });
    await catchUp(indexer);
    const seconds = (performance.now() - started) / 1000;
    const { user, system } = process.cpuUsage(before);
    const cpu = (user + system) / 1e6;
    const [row] = await database.all<{ count: number | string }>("SELECT count(*) AS count FROM logs");
    return { events: Number(row?.count), seconds, cpu, memory: Math.round(memory / 2 ** 20) };
  } finally {
    clearInterval(watch);
    await database.close();
  }
}

async function catchUp(indexer: Indexer): Promise<void> {
  while ((await indexer.step()) !== "waiting" || !indexer.status.ready);
}

/** Milliseconds between two looks of the indexer at the chain, and of a reader at the index. */
const POLLING = 10;
const LOOK = 2;

const RECEIVER = zeroPadValue("0xaa", 20);

/** Milliseconds from the answer to a transaction, mined at once, until its rows can be read. */
export async function followLatency(
  world: World,
  location: string,
  blocks: number,
): Promise<{ p50: number; p99: number }> {
  const { node, client } = world;
  const database = await openDatabase(location);
  const indexer = await Indexer.open(client, [new HttpNode(node.url)], database, {
    pollingInterval: POLLING,
  });
  await catchUp(indexer);
  const stop = new AbortController();
  const running = indexer.run(stop.signal);
  const reader = await Reader.open(location);
  const times: number[] = [];
  try {
    for (let block = 0; block < blocks; block++) {
      const sent = await client.coin.transfer(RECEIVER, 1n, { gasLimit: 100_000n });
      const mined = performance.now();
      const receipt = await sent.wait();
      const number = receipt?.blockNumber ?? 0;
      while ((await reader.read((_db, { cursor }) => Promise.resolve(cursor?.block ?? 0))) < number) {
        await setTimeout(LOOK);
      }
      times.push(performance.now() - mined);
    }
  } finally {
    stop.abort();
    await running;
    await reader.close();
    await database.close();
  }
  times.sort((a, b) => a - b);
  return { p50: times[Math.floor(blocks / 2)] ?? NaN, p99: times[Math.floor(blocks * 0.99)] ?? NaN };
}
