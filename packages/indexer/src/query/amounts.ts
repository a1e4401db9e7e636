import { sql, type ExpressionWrapper, type RawBuilder } from "kysely";
import { padded, type Dialect } from "../store/columns.js";
import type { StoredAmount } from "./reader.js";

/** An amount as a parameter of a comparison. */
export function amountParam(value: bigint, dialect: Dialect): StoredAmount {
  return dialect === "sqlite" ? padded(value) : String(value);
}

/** The exact sum of a column of amounts, as digits; `0` for no rows. */
// oxlint-disable-next-line typescript/no-explicit-any -- any table and column
export function exactSum(column: ExpressionWrapper<any, any, any>, dialect: Dialect): RawBuilder<StoredAmount> {
  return dialect === "sqlite" ? sql`exact_sum(${column})` : sql`coalesce(sum(${column}), 0)::text`;
}
