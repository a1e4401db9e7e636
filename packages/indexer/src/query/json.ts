import type { Expression, RawBuilder, SelectQueryBuilder } from "kysely";
import { jsonArrayFrom as ofPostgres } from "kysely/helpers/postgres";
import { jsonArrayFrom as ofSqlite } from "kysely/helpers/sqlite";
import type { Dialect } from "../store/columns.js";

/** Rows within a row: SQLite returns the text, PostgreSQL what it says. */
export type JsonRows<Row> = string | Row[];

/**
 * The rows of a subquery as one column, so that a page takes one query instead of several, each of which is a round
 * trip to PostgreSQL. Their columns must be texts or integers with names of one word.
 */
export function rowsAsJson<Row extends object>(
  dialect: Dialect,
  // oxlint-disable-next-line typescript/no-explicit-any -- any tables
  query: SelectQueryBuilder<any, any, Row>,
): RawBuilder<JsonRows<Row>> {
  return (dialect === "sqlite" ? ofSqlite(query) : ofPostgres(query as Expression<Row>)) as RawBuilder<JsonRows<Row>>;
}

export function fromJson<Row>(rows: JsonRows<Row>): Row[] {
  return typeof rows === "string" ? (JSON.parse(rows) as Row[]) : rows;
}
