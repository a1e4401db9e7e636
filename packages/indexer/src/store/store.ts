import type { Client } from "@servicecoin/sdk";
import { EventDecoder } from "../handlers/decode.js";
import type { IndexedEvent } from "../handlers/event.js";
import { MalformedLog } from "../handlers/missingLogs.js";
import type { Stored } from "./columns.js";
import type { Database } from "./database.js";
import { quoted } from "./ddl.js";
import { claim, identityOf, lowerCase, readMeta, writeMeta } from "./identity.js";
import { keyOf, toRow, toStoredRow } from "./rows.js";
import { TABLE_NAMES, TABLES, type Row, type StateName, type TableName } from "./schema.js";
import { HandlerError, WorkingSet, type Changes } from "./workingSet.js";

/** How far the index is. All rows are those of this block. */
export interface Cursor {
  block: number;
  hash: string;
  /** Time of the block, in seconds since 1970. */
  time: number;
}

/** Logs of consecutive blocks, complete up to the cursor. */
export interface Batch {
  cursor: Cursor;
  blocks: Row<"blocks">[];
  logs: Row<"logs">[];
}

/** Rows of `undo` that are written by one statement. */
const UNDO_CHUNK = 100;

/** Logs that are handled at once while the index is rebuilt. */
const REBUILD_CHUNK = 5_000;

/**
 * The index in a database. Rows and cursor change in one transaction, so that a process that is killed at any moment
 * leaves a database of one block.
 */
export class Store {
  readonly database: Database;
  readonly #decoder: EventDecoder;
  readonly #rows: WorkingSet;
  #cursor: Cursor | undefined;
  /** First block from which every change can be undone. */
  #undoFrom: number;

  private constructor(
    database: Database,
    addresses: Client["addresses"],
    cursor: Cursor | undefined,
    undoFrom: number,
  ) {
    this.database = database;
    this.#decoder = new EventDecoder(addresses);
    this.#rows = new WorkingSet(lowerCase(addresses), (table, keys) => this.#load(table, keys), cursor === undefined);
    this.#cursor = cursor;
    this.#undoFrom = undoFrom;
  }

  /**
   * Opens the index in a database, or creates it.
   * @param genesisHash Hash of block 0.
   * @param fromScratch Empties it first.
   * @throws DatabaseError when the database is an index of another system or chain
   */
  static async open(database: Database, client: Client, genesisHash: string, fromScratch = false): Promise<Store> {
    await claim(database, identityOf(client, genesisHash), fromScratch);
    const cursor = await readMeta<Cursor>(database, "cursor");
    const undoFrom = (await readMeta<number>(database, "undoFrom")) ?? client.fromBlock;
    return new Store(database, client.addresses, cursor, undoFrom);
  }

  /** Undefined until the first blocks are indexed. */
  get cursor(): Cursor | undefined {
    return this.#cursor;
  }

  /**
   * Adds blocks.
   * @param undoFrom First block that a reorganization may replace without a rebuild.
   * @throws HandlerError; nothing is changed then
   */
  async apply({ cursor, blocks, logs }: Batch, undoFrom: number): Promise<void> {
    const changes = await this.#rows.handle(this.#decode(logs), undoFrom);
    // Where this batch cannot be undone, nothing before it can.
    const next = Math.max(this.#undoFrom, Math.min(undoFrom, cursor.block + 1));
    await this.database.transaction(async () => {
      await this.database.upsert(
        "blocks",
        blocks.map((row) => toStoredRow("blocks", row, this.database.dialect)),
      );
      await this.database.insert(
        "logs",
        logs.map((row) => toStoredRow("logs", row, this.database.dialect)),
      );
      await this.#write(changes);
      await this.#writeUndo(changes);
      await this.#setCursor(cursor, next);
      await this.#prune(next, cursor.block);
    });
    this.#cursor = cursor;
    this.#undoFrom = next;
    this.#rows.accept(changes);
  }

  /** How many blocks up to this number have a known hash. */
  async countBlocks(upTo: number): Promise<number> {
    const sql = "SELECT count(*) AS count FROM blocks WHERE number <= ?";
    const [row] = await this.database.all<{ count: number | string }>(sql, [upTo]);
    return Number(row?.count ?? 0);
  }

  /**
   * A block whose hash is known.
   * @param age 0 for the newest up to this number, 1 for the one before.
   * @throws RangeError when there are not so many
   */
  async blockOfAge(upTo: number, age: number): Promise<Cursor> {
    const sql = "SELECT number, hash, time FROM blocks WHERE number <= ? ORDER BY number DESC LIMIT 1 OFFSET ?";
    type Found = { number: number | string; hash: string; time: number | string };
    const [row] = await this.database.all<Found>(sql, [upTo, age]);
    if (row === undefined) throw new RangeError(`No block of age ${age} up to block ${upTo} is known`);
    return { block: Number(row.number), hash: row.hash, time: Number(row.time) };
  }

  /**
   * Takes back every block after this one, all of them when it is undefined.
   * @returns whether the index had to be rebuilt from its logs, because the block lies before what can be undone
   */
  async rollBack(to: Cursor | undefined): Promise<boolean> {
    const isUndoable = to !== undefined && to.block >= this.#undoFrom - 1;
    const last = to?.block ?? -1;
    await this.database.transaction(async () => {
      if (isUndoable) await this.#undo(last);
      else await this.#rebuild(last);
      await this.#setCursor(to, Math.min(this.#undoFrom, last + 1));
    });
    this.#cursor = to;
    this.#undoFrom = Math.min(this.#undoFrom, last + 1);
    this.#rows.clear();
    return !isUndoable;
  }

  #decode(logs: readonly Row<"logs">[]): IndexedEvent[] {
    return logs.flatMap((log) => {
      try {
        return this.#decoder.decode(log) ?? [];
      } catch (error) {
        const { block, logIndex } = log;
        const malformed = new MalformedLog((error as Error).message);
        throw new HandlerError({ contract: log.address, name: log.topics, block, logIndex }, malformed);
      }
    });
  }

  async #load(table: StateName, keys: Record<string, unknown>[]): Promise<Record<string, unknown>[]> {
    const stored = await this.database.load(
      table,
      keys.map((key) => keyOf(table, key)),
    );
    return stored.map((row) => toRow(table, row));
  }

  async #write({ facts, states }: Changes): Promise<void> {
    for (const [table, rows] of facts) await this.database.insert(table, this.#stored(table, rows));
    for (const [table, rows] of states) await this.database.upsert(table, this.#stored(table, [...rows.values()]));
  }

  #stored(table: TableName, rows: Record<string, unknown>[]): Stored[][] {
    return rows.map((row) => toStoredRow(table, row, this.database.dialect));
  }

  async #writeUndo({ before }: Changes): Promise<void> {
    for (let start = 0; start < before.length; start += UNDO_CHUNK) {
      const values = before.slice(start, start + UNDO_CHUNK).map(({ block, table, row, was }) => {
        const stored = was === undefined ? null : toStoredRow(table, was, this.database.dialect);
        return [block, table, JSON.stringify(keyOf(table, row)), stored === null ? null : JSON.stringify(stored)];
      });
      const places = values.map(() => "(?, ?, ?, ?)").join(", ");
      await this.database.run(`INSERT INTO undo (block, name, key, before) VALUES ${places}`, values.flat());
    }
  }

  async #setCursor(cursor: Cursor | undefined, undoFrom: number): Promise<void> {
    if (cursor === undefined) await this.database.run("DELETE FROM meta WHERE key = 'cursor'");
    else await writeMeta(this.database, "cursor", cursor);
    await writeMeta(this.database, "undoFrom", undoFrom);
  }

  /** Forgets what can no longer be undone, and the hashes of old blocks without logs of ours. */
  async #prune(undoFrom: number, last: number): Promise<void> {
    await this.database.run("DELETE FROM undo WHERE block < ?", [undoFrom]);
    const empty = "NOT EXISTS (SELECT 1 FROM logs WHERE logs.block = blocks.number)";
    // The hash of the block before is what a rollback to it compares.
    await this.database.run(`DELETE FROM blocks WHERE number < ? AND number < ? AND ${empty} AND number >= ?`, [
      undoFrom - 1,
      last,
      this.#undoFrom - 1,
    ]);
  }

  async #undo(last: number): Promise<void> {
    const rows = await this.database.all<{ name: StateName; key: string; before: string | null }>(
      "SELECT name, key, before FROM undo WHERE block > ? ORDER BY block DESC",
      [last],
    );
    // The oldest row of each entity is what it was at the block.
    const oldest = new Map(rows.map((row) => [`${row.name} ${row.key}`, row]));
    for (const { name, key, before } of oldest.values()) {
      if (before === null) await this.database.remove(name, [JSON.parse(key) as Stored[]]);
      else await this.database.upsert(name, [JSON.parse(before) as Stored[]]);
    }
    await this.database.run("DELETE FROM undo WHERE block > ?", [last]);
    await this.#truncate(last, (kind) => kind !== "state");
  }

  /** Empties everything but the logs up to a block, and handles those again. */
  async #rebuild(last: number): Promise<void> {
    await this.#truncate(last, (kind) => kind === "chain");
    await this.#truncate(-1, (kind) => kind !== "chain");
    await this.database.run("DELETE FROM undo");
    this.#rows.clear();
    for (let from = 0; ;) {
      const logs = await this.#logsFrom(from);
      const end = logs.at(-1);
      if (end === undefined) return;
      const changes = await this.#rows.handle(this.#decode(logs), Number.MAX_SAFE_INTEGER);
      await this.#write(changes);
      this.#rows.accept(changes);
      from = end.block + 1;
    }
  }

  /** Logs from a block on, about `REBUILD_CHUNK` of them, of whole blocks: a handler may look at the event before. */
  async #logsFrom(block: number): Promise<Row<"logs">[]> {
    const sql = "SELECT block FROM logs WHERE block >= ? ORDER BY block LIMIT 1 OFFSET ?";
    const [end] = await this.database.all<{ block: number | string }>(sql, [block, REBUILD_CHUNK - 1]);
    const to = end === undefined ? Number.MAX_SAFE_INTEGER : Number(end.block);
    const columns = Object.keys(TABLES.logs.columns).map(quoted).join(", ");
    const rows = await this.database.all<Record<string, Stored>>(
      `SELECT ${columns} FROM logs WHERE block BETWEEN ? AND ? ORDER BY block, log_index`,
      [block, to],
    );
    return rows.map((row) => toRow("logs", Object.values(row)));
  }

  async #truncate(last: number, isMeant: (kind: "chain" | "fact" | "state") => boolean): Promise<void> {
    for (const name of TABLE_NAMES) {
      const { kind } = TABLES[name];
      if (!isMeant(kind)) continue;
      const column = name === "blocks" ? "number" : "block";
      await this.database.run(`DELETE FROM ${quoted(name)} WHERE ${column} > ?`, [last]);
    }
  }
}
