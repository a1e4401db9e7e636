import type { Client, ContractName } from "@servicecoin/sdk";
import { byContract } from "@servicecoin/sdk/internal";
import { DatabaseError, type Database } from "./database.js";
import { createStatements } from "./ddl.js";
import { searchStatements } from "./search.js";
import { SCHEMA_VERSION } from "./schema.js";

/** What a database is an index of. */
export interface Identity {
  /** Version of tables and handlers. */
  schema: number;
  chainId: string;
  /** Hash of block 0: chains with the same id differ in it. */
  genesisHash: string;
  /** Contract by contract, in lower case. */
  addresses: Record<string, string>;
  /** Block of the deployment. */
  fromBlock: number;
}

/** The addresses as the index stores them. */
export function lowerCase(addresses: Client["addresses"]): Record<ContractName, string> {
  return byContract((name) => addresses[name].toLowerCase());
}

export function identityOf({ chainId, addresses, fromBlock }: Client, genesisHash: string): Identity {
  return {
    schema: SCHEMA_VERSION,
    chainId: String(chainId),
    genesisHash,
    addresses: lowerCase(addresses),
    fromBlock,
  };
}

/**
 * Creates the tables of an empty database, or checks that the database is an index of this system on this chain.
 * @param fromScratch Empties a database of ours first, whatever it is an index of.
 * @throws DatabaseError when it is an index of another, or no index, with both named; nothing is changed then
 */
export async function claim(database: Database, identity: Identity, fromScratch: boolean): Promise<void> {
  const tables = await tableNames(database);
  const isIndex = tables.includes("meta") && tables.includes("undo") && tables.includes("deal_events");
  if (tables.length > 0 && !isIndex) {
    throw new DatabaseError(`${database.name} has tables of another application: ${tables.slice(0, 3).join(", ")}`);
  }
  if (isIndex && !fromScratch) {
    await check(database, identity);
    return;
  }
  await database.transaction(async () => {
    if (isIndex) await dropAll(database);
    for (const sql of [...createStatements(database.dialect), ...searchStatements(database.dialect)]) {
      await database.run(sql);
    }
    await writeMeta(database, "identity", identity);
  });
}

/** Reads an entry of `meta`. */
export async function readMeta<Value>(database: Pick<Database, "all">, key: string): Promise<Value | undefined> {
  const [row] = await database.all<{ value: string }>("SELECT value FROM meta WHERE key = ?", [key]);
  return row === undefined ? undefined : (JSON.parse(row.value) as Value);
}

/** Writes an entry of `meta`. */
export async function writeMeta(database: Database, key: string, value: unknown): Promise<void> {
  const sql = "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
  await database.run(sql, [key, JSON.stringify(value)]);
}

async function check(database: Database, wanted: Identity): Promise<void> {
  const found = await readMeta<Identity>(database, "identity");
  const difference = found === undefined ? "it does not say of what" : differenceOf(found, wanted);
  if (difference === undefined) return;
  throw new DatabaseError(`${database.name} is another index: ${difference}. Use another database, or --from-scratch`);
}

function differenceOf(found: Identity, wanted: Identity): string | undefined {
  if (found.schema !== wanted.schema) return `its schema is version ${found.schema}, not ${wanted.schema}`;
  if (found.chainId !== wanted.chainId) return `it is of chain ${found.chainId}, not ${wanted.chainId}`;
  if (found.genesisHash !== wanted.genesisHash) {
    return `its chain ${found.chainId} begins with block ${found.genesisHash}, not ${wanted.genesisHash}`;
  }
  const moved = Object.keys(wanted.addresses).find((name) => found.addresses[name] !== wanted.addresses[name]);
  if (moved === undefined) return undefined;
  return `its ${moved} is ${found.addresses[moved] ?? "missing"}, not ${wanted.addresses[moved]}`;
}

async function tableNames(database: Database): Promise<string[]> {
  const sql =
    database.dialect === "sqlite"
      ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
      : "SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema()";
  const rows = await database.all<{ name: string }>(sql);
  return rows.map(({ name }) => name);
}

async function dropAll(database: Database): Promise<void> {
  // The shadow tables of a full-text index go with it.
  const names = (await tableNames(database)).filter((name) => !name.startsWith("service_search_"));
  for (const name of names) await database.run(`DROP TABLE IF EXISTS "${name}"`);
}
