import type { ContractName } from "@servicecoin/sdk";
import type { Context, IndexedEvent } from "../handlers/event.js";
import { handle } from "../handlers/index.js";
import { NegativeAmount } from "../handlers/missingLogs.js";
import { columnsOf } from "./ddl.js";
import { keyText } from "./rows.js";
import { TABLE_NAMES, type FactName, type StateName } from "./schema.js";

type AnyRow = Record<string, unknown>;

/** The columns of each table that are never negative. */
const AMOUNTS = Object.fromEntries(
  TABLE_NAMES.map((table) => [table, columnsOf(table).flatMap(([name, kind]) => (kind === "amount" ? [name] : []))]),
) as Record<StateName, string[]>;

/** Rows of entities that are kept in memory between batches. */
const CACHED_ROWS = 200_000;

/** What a batch of events changed. */
export interface Changes {
  facts: Map<FactName, AnyRow[]>;
  states: Map<StateName, Map<string, AnyRow>>;
  /** Rows as they were before the first change in a block; undefined where there was none. */
  before: { block: number; table: StateName; row: AnyRow; was: AnyRow | undefined }[];
}

/** Loads rows by their keys. */
export type Load = (table: StateName, keys: AnyRow[]) => Promise<AnyRow[]>;

type FailedEvent = Pick<IndexedEvent, "name" | "block" | "logIndex"> & { contract: string };

/** An event that a handler could not handle. */
export class HandlerError extends Error {
  override readonly name = "HandlerError";
  constructor({ contract, name, block, logIndex }: FailedEvent, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`${contract}.${name} in block ${block}, log ${logIndex}: ${reason}`, { cause });
  }
}

/**
 * The rows that handlers work on. Handlers read rows without waiting. When a batch asks for rows that are not in
 * memory, they are loaded together and the batch starts again: one query per table instead of one per event.
 */
export class WorkingSet {
  readonly #addresses: Readonly<Record<ContractName, string>>;
  readonly #load: Load;
  /** Rows as the database has them; null where it has none. */
  readonly #rows = new Map<StateName, Map<string, AnyRow | null>>();
  #size = 0;
  /** Whether every row is in memory, as long as the database began empty. */
  #isWhole: boolean;

  /**
   * @param addresses In lower case.
   * @param isEmpty Whether the database has no rows yet: what is not in memory is nowhere, and not looked for.
   */
  constructor(addresses: Readonly<Record<ContractName, string>>, load: Load, isEmpty: boolean) {
    this.#addresses = addresses;
    this.#load = load;
    this.#isWhole = isEmpty;
  }

  /**
   * Handles events in their order.
   * @param undoFrom First block whose changes may have to be undone.
   * @throws HandlerError
   */
  async handle(events: readonly IndexedEvent[], undoFrom: number): Promise<Changes> {
    for (;;) {
      const absent = this.#isWhole ? null : undefined;
      const look: Look = (table, key) => {
        const row = this.#rows.get(table)?.get(key);
        return row === undefined ? absent : row;
      };
      const pass = new Pass(this.#addresses, look, undoFrom);
      pass.run(events);
      if (pass.missing.size === 0) return pass.changes;
      for (const [table, keys] of pass.missing) await this.#fill(table, keys);
    }
  }

  /** Takes over what was written. */
  accept({ states }: Changes): void {
    for (const [table, rows] of states) for (const [key, row] of rows) this.#set(table, key, row);
    if (this.#size > CACHED_ROWS) this.clear();
  }

  /** Forgets all rows, after the database changed by other means. */
  clear(): void {
    this.#rows.clear();
    this.#size = 0;
    this.#isWhole = false;
  }

  async #fill(table: StateName, keys: Map<string, AnyRow>): Promise<void> {
    for (const key of keys.keys()) this.#set(table, key, null);
    for (const row of await this.#load(table, [...keys.values()])) this.#set(table, keyText(table, row), row);
  }

  #set(table: StateName, key: string, row: AnyRow | null): void {
    let rows = this.#rows.get(table);
    if (rows === undefined) this.#rows.set(table, (rows = new Map<string, AnyRow | null>()));
    if (!rows.has(key)) this.#size++;
    rows.set(key, row);
  }
}

type Look = (table: StateName, key: string) => AnyRow | null | undefined;

/** One attempt at a batch. */
class Pass {
  readonly changes: Changes = { facts: new Map(), states: new Map(), before: [] };
  /** Keys that are not in memory. The rows count as absent until they are loaded. */
  readonly missing = new Map<StateName, Map<string, AnyRow>>();
  readonly #addresses: Readonly<Record<ContractName, string>>;
  readonly #look: Look;
  readonly #undoFrom: number;
  readonly #kept = new Set<string>();
  #event!: IndexedEvent;

  constructor(addresses: Readonly<Record<ContractName, string>>, look: Look, undoFrom: number) {
    this.#addresses = addresses;
    this.#look = look;
    this.#undoFrom = undoFrom;
  }

  run(events: readonly IndexedEvent[]): void {
    const get = this.#get.bind(this) as Context["get"];
    const put = this.#put.bind(this) as Context["put"];
    const add = this.#add.bind(this) as Context["add"];
    let last: IndexedEvent | undefined;
    for (const event of events) {
      this.#event = event;
      const { block, logIndex, time, transactionHash, data } = event;
      const isNext = last?.transactionHash === transactionHash && last.logIndex === logIndex - 1;
      const previous = isNext ? last : undefined;
      const position = { block, logIndex, time, transactionHash, data };
      try {
        handle(event, { ...position, previous, addresses: this.#addresses, get, put, add });
      } catch (error) {
        // With rows missing, the attempt only collects keys.
        if (this.missing.size === 0) throw new HandlerError(event, error);
      }
      last = event;
    }
  }

  #get(table: StateName, key: AnyRow): AnyRow | undefined {
    return this.#current(table, keyText(table, key), key);
  }

  #current(table: StateName, text: string, key: AnyRow): AnyRow | undefined {
    const changed = this.changes.states.get(table)?.get(text);
    if (changed !== undefined) return changed;
    const stored = this.#look(table, text);
    if (stored !== undefined) return stored ?? undefined;
    let keys = this.missing.get(table);
    if (keys === undefined) this.missing.set(table, (keys = new Map<string, AnyRow>()));
    keys.set(text, key);
    return undefined;
  }

  #put(table: StateName, row: AnyRow): void {
    const { block } = this.#event;
    const text = keyText(table, row);
    for (const column of AMOUNTS[table]) {
      const value = row[column] as bigint | null;
      if (value !== null && value < 0n) throw new NegativeAmount(table, text, column, value);
    }
    if (block >= this.#undoFrom) this.#keep(table, text, row, block);
    let rows = this.changes.states.get(table);
    if (rows === undefined) this.changes.states.set(table, (rows = new Map<string, AnyRow>()));
    rows.set(text, { ...row, block });
  }

  #keep(table: StateName, text: string, row: AnyRow, block: number): void {
    const place = `${block} ${table} ${text}`;
    if (this.#kept.has(place)) return;
    this.#kept.add(place);
    this.changes.before.push({ block, table, row, was: this.#current(table, text, row) });
  }

  #add(table: FactName, row: AnyRow): void {
    const { block, logIndex, time, transactionHash } = this.#event;
    let rows = this.changes.facts.get(table);
    if (rows === undefined) this.changes.facts.set(table, (rows = []));
    rows.push({ block, logIndex, time, transactionHash, ...row });
  }
}
