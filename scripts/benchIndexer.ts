/**
 * Measures the indexer: events per second of a cold sync beside the raw speed of the node and of the database, the time
 * from a block to its rows, and the time of answers at a million rows. Run with `npm run bench:indexer`. It measures
 * chains of 50,000 and 500,000 transfers; with `TRANSFERS=50000` only one of this size, and with `ONLY=queries` only
 * the answers. `API_NODE_OPTIONS="--cpu-prof"` profiles the API.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { coldSync, followLatency, type Sync } from "./bench/indexing.js";
import { measureQueries, seedQueries } from "./bench/queries.js";
import { rawInserts, rawLogs } from "./bench/rawSpeed.js";
import { mineTransfers } from "./bench/transfers.js";
import { startWorld, type World } from "./bench/world.js";
import { postgresServer } from "../test/fixtures/postgres.js";
import { runScript } from "./lib/errors.js";
import { grouped, table } from "./lib/table.js";

/** Transactions of each chain; they are spread over fewer blocks. */
const TRANSACTIONS = 2_000;
const DEFAULT_TOTALS = [50_000, 500_000];
const FOLLOWED_BLOCKS = 200;

await runScript(async () => {
  const totals = (process.env["TRANSFERS"] ?? "").split(",").map(Number).filter(Boolean);
  const isOnlyQueries = process.env["ONLY"] === "queries";
  const folder = await mkdtemp(path.join(tmpdir(), "servicecoin-bench-"));
  const postgres = await postgresServer();
  if (postgres === undefined) console.log("PostgreSQL is not installed: only SQLite is measured.");
  const newSchema = async () => (postgres === undefined ? [] : [await postgres.newUrl()]);
  const locations = [path.join(folder, "index.db"), ...(await newSchema())];
  try {
    const chains = isOnlyQueries ? [] : totals.length === 0 ? DEFAULT_TOTALS : totals;
    for (const total of chains) {
      const world = await startWorld(1);
      try {
        await measure(world, total, locations);
      } finally {
        await world.stop();
      }
    }
    if (totals.length > 0) return;
    for (const location of [path.join(folder, "queries.db"), ...(await newSchema())]) {
      const name = location.startsWith("postgres") ? "PostgreSQL" : "SQLite";
      console.log(`\nA million payments, 10,000 services, 20 clients at once, ${name}`);
      await seedQueries(location);
      const rows = (await measureQueries(location)).map(({ name: query, p50, p99, cpu }) => [
        query,
        ...[p50, p99].map((time) => time.toFixed(1)),
        cpu.toFixed(2),
      ]);
      console.log(table(["", "p50 ms", "p99 ms", "API's CPU ms"], rows));
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});

async function measure(world: World, total: number, locations: readonly string[]): Promise<void> {
  await mineTransfers(world, total, Math.ceil(total / TRANSACTIONS));
  const blocks = await world.provider.getBlockNumber();
  console.log(`\n${grouped(total)} transfers in ${grouped(blocks)} blocks`);
  const rows: string[][] = [];
  const raw = await rawLogs(world);
  rows.push(["the node alone, eth_getLogs", grouped(Math.round(raw)), "", "", "", "", ""]);
  for (const location of locations) {
    const name = location.startsWith("postgres") ? "PostgreSQL" : "SQLite";
    rows.push([
      `${name} alone, one table of transfers`,
      grouped(Math.round(await rawInserts(location, total))),
      ...Array.from({ length: 5 }, () => ""),
    ]);
    rows.push(rowOf(`cold sync to ${name}`, await coldSync(world, location)));
    rows.push(rowOf(`cold sync to ${name}, every block recomputed`, await coldSync(world, location, "full")));
    const { p50, p99 } = await followLatency(world, location, FOLLOWED_BLOCKS);
    rows.push([`block to row, ${name}`, "", "", "", "", p50.toFixed(0), p99.toFixed(0)]);
  }
  console.log(table(["", "events/s", "seconds", "CPU s", "MB", "p50 ms", "p99 ms"], rows));
}

function rowOf(name: string, { events, seconds, cpu, memory }: Sync): string[] {
  const figures = [grouped(Math.round(events / seconds)), seconds.toFixed(1), cpu.toFixed(1), String(memory)];
  return [name, ...figures, "", ""];
}
