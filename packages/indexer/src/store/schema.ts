/**
 * Every table of the index.
 *
 * Three kinds: `chain` tables hold what the node said and are the source of all others. `fact` tables have one row per
 * event, never change, and are rolled back by block. `state` tables have one row per entity, which later events change;
 * the rows of the last blocks are kept in `undo`.
 *
 * Addresses and hashes are lower-case hex. Times are seconds since 1970. Amounts are base units.
 */
import { CHAIN_TABLES } from "./chainTables.js";
import { COIN_TABLES } from "./coinTables.js";
import type { Column } from "./columns.js";
import { CREDIT_TABLES } from "./creditTables.js";
import { DAO_TABLES } from "./daoTables.js";
import { HUB_TABLES } from "./hubTables.js";
import { SERVICE_TABLES } from "./serviceTables.js";

/** Version of tables and handlers. A database of another version is refused. */
export const SCHEMA_VERSION = 4;

/** The tables, in the order of the contracts. */
export const TABLES = {
  ...CHAIN_TABLES,
  ...COIN_TABLES,
  ...HUB_TABLES,
  ...DAO_TABLES,
  ...SERVICE_TABLES,
  ...CREDIT_TABLES,
};

type Tables = typeof TABLES;
export type TableName = keyof Tables;
type ValueOf<Of> = Of extends Column<infer Value> ? Value : never;

/** A row of a table, with amounts as bigint. */
export type Row<Name extends TableName> = {
  -readonly [Key in keyof Tables[Name]["columns"]]: ValueOf<Tables[Name]["columns"][Key]>;
};

type NamesOfKind<Kind> = { [Name in TableName]: Tables[Name]["kind"] extends Kind ? Name : never }[TableName];
/** Names of the tables whose rows never change. */
export type FactName = NamesOfKind<"fact">;
/** Names of the tables with one row per entity. */
export type StateName = NamesOfKind<"state">;

/** All names, in the order of the schema. */
export const TABLE_NAMES = Object.keys(TABLES) as TableName[];
