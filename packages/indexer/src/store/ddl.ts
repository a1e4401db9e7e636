import type { Dialect } from "./columns.js";
import { TABLE_NAMES, TABLES, type TableName } from "./schema.js";

const TYPES: Record<Dialect, Record<string, string>> = {
  sqlite: { integer: "INTEGER", text: "TEXT", amount: "TEXT", signed: "TEXT" },
  postgres: { integer: "bigint", text: "text", amount: "numeric(78, 0)", signed: "text" },
};

/** The name of a table or column in the database: `logIndex` becomes `log_index`. */
export function snake(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** A quoted name: `from`, `by` and `window` are keywords. */
export function quoted(name: string): string {
  return `"${snake(name)}"`;
}

/** The type of a column in SQL. */
export function typeOf(table: TableName, column: string, dialect: Dialect): string {
  const { kind } = columnOf(table, column);
  return TYPES[dialect][kind] ?? kind;
}

/** The columns of a table by name. */
export function columnsOf(table: TableName): [name: string, kind: "integer" | "text" | "amount" | "signed"][] {
  return Object.entries(TABLES[table].columns).map(([name, { kind }]) => [name, kind]);
}

function columnOf(table: TableName, column: string) {
  const found = Object.entries(TABLES[table].columns).find(([name]) => name === column);
  if (found === undefined) throw new TypeError(`The table ${table} has no column ${column}`);
  return found[1];
}

/** The statements that create all tables and indexes, apart from those of the full-text search. */
export function createStatements(dialect: Dialect): string[] {
  return [
    ...OWN_TABLES[dialect],
    ...TABLE_NAMES.flatMap((name) => [createTable(name, dialect), ...createIndexes(name)]),
  ];
}

function createTable(name: TableName, dialect: Dialect): string {
  const { columns, key } = TABLES[name];
  const lines = Object.entries(columns).map(([column, { kind, nullable }]) => {
    return `${quoted(column)} ${TYPES[dialect][kind] ?? kind}${nullable ? "" : " NOT NULL"}`;
  });
  const primary = `PRIMARY KEY (${key.map(quoted).join(", ")})`;
  const suffix = dialect === "sqlite" ? " STRICT, WITHOUT ROWID" : "";
  return `CREATE TABLE ${quoted(name)} (${[...lines, primary].join(", ")})${suffix}`;
}

function createIndexes(name: TableName): string[] {
  return TABLES[name].indexes.map((columns) => {
    const index = [name, ...columns].map(snake).join("_");
    const listed = columns as readonly string[];
    // What is missing in most rows is not looked for.
    const optional =
      listed.length === 1 &&
      Object.entries(TABLES[name].columns).some(([column, { nullable }]) => {
        return nullable && column === listed[0];
      });
    const where = optional ? ` WHERE ${quoted(listed[0] as string)} IS NOT NULL` : "";
    return `CREATE INDEX "${index}" ON ${quoted(name)} (${listed.map(quoted).join(", ")})${where}`;
  });
}

/** `meta` identifies the database, `cursor` says how far it is, `undo` keeps rows as they were before a block. */
const OWN_TABLES: Record<Dialect, string[]> = {
  sqlite: [
    "CREATE TABLE meta (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) STRICT",
    "CREATE TABLE undo (block INTEGER NOT NULL, name TEXT NOT NULL, key TEXT NOT NULL, before TEXT," +
      " PRIMARY KEY (block, name, key)) STRICT, WITHOUT ROWID",
  ],
  postgres: [
    "CREATE TABLE meta (key text PRIMARY KEY, value text NOT NULL)",
    "CREATE TABLE undo (block bigint NOT NULL, name text NOT NULL, key text NOT NULL, before text," +
      " PRIMARY KEY (block, name, key))",
  ],
};
