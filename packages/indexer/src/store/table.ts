import { integer, text, type Column } from "./columns.js";

type Columns = Record<string, Column>;
type TableKind = "chain" | "fact" | "state";

/** A table. */
export interface Table<Kind extends TableKind = TableKind, All extends Columns = Columns> {
  kind: Kind;
  columns: All;
  /** Columns of the primary key. */
  key: readonly (keyof All & string)[];
  /** Columns of each further index. */
  indexes: readonly (readonly (keyof All & string)[])[];
}

/** Where an event stands. The first columns of each fact. */
const position = { block: integer, logIndex: integer, time: integer, transactionHash: text };

/** A table of facts. Each has its position. */
export function fact<All extends Columns>(
  columns: All,
  ...indexes: (keyof (All & typeof position) & string)[][]
): Table<"fact", All & typeof position> {
  return { kind: "fact", columns: { ...position, ...columns }, key: ["block", "logIndex"], indexes };
}

/** A table of entities, each with the block that changed it last. */
export function state<All extends Columns>(
  key: (keyof All & string)[],
  columns: All,
  ...indexes: (keyof All & string)[][]
): Table<"state", All> {
  return { kind: "state", columns, key, indexes };
}

/** A table of what the node said. */
export function chain<All extends Columns>(
  key: (keyof All & string)[],
  columns: All,
  ...indexes: (keyof All & string)[][]
): Table<"chain", All> {
  return { kind: "chain", columns, key, indexes };
}
