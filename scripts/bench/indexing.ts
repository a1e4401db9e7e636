import { rm } from "node:fs/promises";
import { createClient, openProvider, type Deployment } from "@servicecoin/sdk";
import { Indexer, openDatabase, type IndexStatus } from "@servicecoin/indexer";

/** A cold sync. */
export interface Sync {
  events: number;
  seconds: number;
  /** Largest resident memory in MB that was seen. */
  memory: number;
  status: IndexStatus;
}

/** Indexes a whole chain into an empty database. */
export async function coldSync(url: string, deployment: Deployment, location: string): Promise<Sync> {
  if (!location.startsWith("postgres")) {
    for (const suffix of ["", "-wal", "-shm", "-lock"]) await rm(`${location}${suffix}`, { force: true });
  }
  const provider = await openProvider(url, { batchStallTime: 0 });
  const database = await openDatabase(location);
  try {
    const client = createClient(provider, deployment);
    const started = performance.now();
    const indexer = await Indexer.open(client, [provider], database, { fromScratch: true });
    let memory = 0;
    while ((await indexer.step()) !== "waiting" || !indexer.status.ready) {
      memory = Math.max(memory, process.memoryUsage.rss());
    }
    const seconds = (performance.now() - started) / 1000;
    const [row] = await database.all<{ count: number | string }>("SELECT count(*) AS count FROM logs");
    return { events: Number(row?.count), seconds, memory: Math.round(memory / 2 ** 20), status: indexer.status };
  } finally {
    await database.close();
    provider.destroy();
  }
}
