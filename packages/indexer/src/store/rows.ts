import { fromStored, toStored, type ColumnKind, type Dialect, type Stored } from "./columns.js";
import type { StoredRow } from "./database.js";
import { columnsOf } from "./ddl.js";
import { TABLES, type Row, type StateName, type TableName } from "./schema.js";

type AnyRow = Record<string, unknown>;

const columns = new Map<TableName, [name: string, kind: ColumnKind][]>();

function known(table: TableName): [name: string, kind: ColumnKind][] {
  let found = columns.get(table);
  if (found === undefined) columns.set(table, (found = columnsOf(table)));
  return found;
}

/** A row as the database stores it. */
export function toStoredRow(table: TableName, row: Readonly<AnyRow>, dialect: Dialect): Stored[] {
  const stored: Stored[] = [];
  for (const [name, kind] of known(table)) stored.push(toStored(kind, row[name], dialect));
  return stored;
}

/** A row as it was stored. */
export function toRow<Name extends TableName>(table: Name, stored: StoredRow): Row<Name> {
  const entries = known(table).map(([name, kind], index) => [name, fromStored(kind, stored[index])] as const);
  return Object.fromEntries(entries) as Row<Name>;
}

/** The key of an entity as the database stores it. No key has an amount. */
export function keyOf(table: StateName, row: AnyRow): Stored[] {
  return (TABLES[table].key as readonly string[]).map((name) => row[name] as Stored);
}

/** The key as one text. No stored text contains NUL. */
export function keyText(table: StateName, row: AnyRow): string {
  const { key } = TABLES[table] as { key: readonly string[] };
  return key.length === 1 ? String(row[key[0] as string]) : key.map((name) => row[name]).join("\0");
}
