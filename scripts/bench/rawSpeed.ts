import { rm } from "node:fs/promises";
import { DatabaseSync } from "node:sqlite";
import pg from "pg";
import { HttpNode } from "@servicecoin/indexer";
import type { World } from "./world.js";

const SPAN = 200;

/** Logs per second that the node returns, without anything done with them. */
export async function rawLogs({ node: { url }, provider, deployment }: World): Promise<number> {
  const node = new HttpNode(url);
  const address = Object.values(deployment.contracts).map((contract) => contract.address);
  const head = await provider.getBlockNumber();
  const hex = (number: number) => `0x${number.toString(16)}`;
  const started = performance.now();
  let count = 0;
  for (let from = 0; from <= head; from += SPAN) {
    const filter = { fromBlock: hex(from), toBlock: hex(Math.min(head, from + SPAN - 1)), address };
    count += ((await node.send("eth_getLogs", [filter])) as unknown[]).length;
  }
  return count / ((performance.now() - started) / 1000);
}

const ROWS_PER_TRANSACTION = 10_000;

/** Rows per second of a table of transfers with two indexes, in transactions of the indexer's size. */
export async function rawInserts(location: string, total: number): Promise<number> {
  return location.startsWith("postgres") ? postgresInserts(location, total) : sqliteInserts(`${location}-raw`, total);
}

const COLUMNS = "block bigint, idx bigint, tx text, sender text, receiver text, amount text, PRIMARY KEY (block, idx)";
const INDEXES = [
  "CREATE INDEX raw_sender ON raw (sender, block)",
  "CREATE INDEX raw_receiver ON raw (receiver, block)",
];

function rowOf(index: number): [number, number, string, string, string, string] {
  const address = (seed: number) => `0x${(seed % 5_000).toString(16).padStart(40, "0")}`;
  const tx = `0x${index.toString(16).padStart(64, "0")}`;
  return [Math.floor(index / 25), index % 25, tx, address(index * 7919), address(index * 104_729), String(index)];
}

async function sqliteInserts(file: string, total: number): Promise<number> {
  const database = new DatabaseSync(file);
  try {
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
    database.exec(`CREATE TABLE raw (${COLUMNS}) WITHOUT ROWID; ${INDEXES.join("; ")}`);
    const insert = database.prepare("INSERT INTO raw VALUES (?, ?, ?, ?, ?, ?)");
    const started = performance.now();
    for (let index = 0; index < total;) {
      database.exec("BEGIN");
      for (const end = Math.min(total, index + ROWS_PER_TRANSACTION); index < end; index++) insert.run(...rowOf(index));
      database.exec("COMMIT");
    }
    return total / ((performance.now() - started) / 1000);
  } finally {
    database.close();
    for (const suffix of ["", "-wal", "-shm"]) await rm(`${file}${suffix}`, { force: true });
  }
}

async function postgresInserts(url: string, total: number): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("DROP TABLE IF EXISTS raw");
    await client.query(`CREATE TABLE raw (${COLUMNS})`);
    for (const index of INDEXES) await client.query(index);
    const types = ["bigint", "bigint", "text", "text", "text", "text"].map((type, at) => `$${at + 1}::${type}[]`);
    const started = performance.now();
    for (let start = 0; start < total; start += ROWS_PER_TRANSACTION) {
      const rows = Array.from({ length: Math.min(ROWS_PER_TRANSACTION, total - start) }, (_, at) => rowOf(start + at));
      const columns = types.map((_, at) => rows.map((row) => row[at]));
      await client.query(`INSERT INTO raw SELECT * FROM unnest(${types.join(", ")})`, columns);
    }
    const speed = total / ((performance.now() - started) / 1000);
    await client.query("DROP TABLE raw");
    return speed;
  } finally {
    await client.end();
  }
}
