import { columnsOf, quoted } from "./ddl.js";
import { TABLES, type TableName } from "./schema.js";

/** The parts of statements on a table. */
export interface Parts {
  table: string;
  /** Names of all columns, separated by commas. */
  columns: string;
  width: number;
  key: readonly string[];
  /** What an upsert does with a row that exists. */
  onConflict: string;
}

const known = new Map<TableName, Parts>();

export function partsOf(name: TableName): Parts {
  const found = known.get(name);
  if (found !== undefined) return found;
  const columns = columnsOf(name).map(([column]) => quoted(column));
  const key = TABLES[name].key.map(quoted);
  const others = columns.filter((column) => !key.includes(column));
  const updates = others.map((column) => `${column} = excluded.${column}`).join(", ");
  const parts: Parts = {
    table: quoted(name),
    columns: columns.join(", "),
    width: columns.length,
    key,
    onConflict: ` ON CONFLICT (${key.join(", ")}) DO UPDATE SET ${updates}`,
  };
  known.set(name, parts);
  return parts;
}
