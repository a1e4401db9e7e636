import { sql, type RawBuilder } from "kysely";
import type { Snapshot } from "../query/reader.js";
import type { Dialect } from "../store/columns.js";
import { HORIZON } from "./weights.js";

/** Payments from one account to another. */
export interface Payments {
  payer: string;
  payee: string;
  amount: bigint;
  firstAt: number;
  lastAt: number;
}

/** What an account paid and earned in all. */
export interface Turnover {
  paid: bigint;
  earned: bigint;
}

/** An order that is over, or should be. */
export interface Outcome {
  id: string;
  payer: string;
  payee: string;
  openedAt: number;
  /** Undefined when nothing was delivered. */
  deliveredAt: number | undefined;
  /** 0 for none. */
  deadline: number;
  isDisputed: boolean;
  paid: bigint;
  refunded: bigint;
  /** When its end was known. */
  knownAt: number;
}

/** A rating by a payer, from 0 to 100 as parts per million. */
export interface Rating {
  serviceId: number;
  client: string;
  dealId: string;
  payee: string;
  paid: bigint;
  score: number;
  time: number;
}

/** Many values as one parameter. @param type Of the column in PostgreSQL, which cannot tell it from an empty list. */
export function oneOf<Value extends string | number>(
  dialect: Dialect,
  values: readonly Value[],
  type: "text" | "bigint" = "text",
): RawBuilder<Value> {
  return dialect === "sqlite"
    ? sql`(SELECT value FROM json_each(${JSON.stringify(values)}))`
    : sql`(SELECT unnest(${[...values]}::${sql.raw(type)}[]))`;
}

/** Payments to any of these accounts. */
export async function paymentsTo(db: Snapshot, dialect: Dialect, payees: readonly string[]): Promise<Payments[]> {
  return paymentsWhere(db, "payee", oneOf(dialect, payees));
}

/** Payments by any of these accounts. */
export async function paymentsBy(db: Snapshot, dialect: Dialect, payers: readonly string[]): Promise<Payments[]> {
  return paymentsWhere(db, "payer", oneOf(dialect, payers));
}

async function paymentsWhere(db: Snapshot, column: "payer" | "payee", accounts: RawBuilder<string>) {
  const rows = await db
    .selectFrom("pairs")
    .select(["payer", "payee", "amount", "firstAt", "lastAt"])
    .where(column, "in", accounts)
    .execute();
  return rows.map((row) => ({ ...row, amount: BigInt(row.amount) }));
}

/** Totals of these accounts. Those that never paid or earned have none. */
export async function turnoverOf(
  db: Snapshot,
  dialect: Dialect,
  accounts: readonly string[],
): Promise<Map<string, Turnover>> {
  const rows = await db
    .selectFrom("accounts")
    .select(["account", "paid", "earned"])
    .where("account", "in", oneOf(dialect, accounts))
    .execute();
  return new Map(rows.map(({ account, paid, earned }) => [account, { paid: BigInt(paid), earned: BigInt(earned) }]));
}

/** Orders of these payees that are over, and those whose deadline has passed without a delivery. */
export async function outcomesOf(
  db: Snapshot,
  dialect: Dialect,
  payees: readonly string[],
  now: number,
): Promise<Outcome[]> {
  const rows = await db
    .selectFrom("deals")
    .select(["id", "payer", "payee", "state", "openedAt", "deliveredAt", "deadline", "disputedAt", "closedAt"])
    .select(["paid", "refunded"])
    .where("payee", "in", oneOf(dialect, payees))
    .where("createdAt", ">=", now - HORIZON)
    // An expression, so that SQLite takes the index by payee and not the one by kind, which has every order there is.
    .where(sql<string>`(kind || '')`, "=", "order")
    .execute();
  return rows.flatMap((row) => {
    const knownAt = row.closedAt ?? (row.state === "open" && row.deadline < now ? row.deadline : 0);
    if (knownAt === 0 || row.openedAt === null) return [];
    const { id, payer, payee, openedAt, deadline } = row;
    const [paid, refunded] = [BigInt(row.paid), BigInt(row.refunded)];
    // A deal that ended without money says nothing about its payee.
    if (row.closedAt !== null && paid + refunded === 0n) return [];
    return {
      ...{ id, payer, payee, openedAt, deadline, paid, refunded, knownAt },
      deliveredAt: row.deliveredAt ?? undefined,
      isDisputed: row.disputedAt !== null,
    };
  });
}

const SCALE = 4;

/** Ratings by payers that stand, of these services. */
export async function ratingsOf(
  db: Snapshot,
  dialect: Dialect,
  services: readonly number[],
  now: number,
): Promise<Rating[]> {
  const rows = await db
    .selectFrom("feedback")
    .select(["serviceId", "client", "dealId", "payee", "paid", "value", "decimals", "time"])
    .where("serviceId", "in", sql<number>`${oneOf(dialect, services, "bigint")}`)
    .where("time", ">=", now - HORIZON)
    .where("dealId", "is not", null)
    .where("revokedAt", "is", null)
    .execute();
  return rows.flatMap(({ serviceId, client, dealId, payee, paid, value, decimals, time }) => {
    if (dealId === null || payee === null || paid === null) return [];
    // 100 becomes one million.
    const score = Number((BigInt(value) * 10n ** BigInt(SCALE)) / 10n ** BigInt(decimals));
    return { serviceId, client, dealId, payee, paid: BigInt(paid), score, time };
  });
}
