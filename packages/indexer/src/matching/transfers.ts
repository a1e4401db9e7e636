import { sql } from "kysely";
import type { Snapshot } from "../query/reader.js";
import { addressesOf } from "../statistics/source.js";
import type { Dialect } from "../store/columns.js";
import { oneOf } from "./rows.js";
import { MAX_TRANSFERS } from "./weights.js";

/** What one account sent another. */
export interface Movement {
  payer: string;
  payee: string;
  amount: bigint;
}

/** Plain transfers of some accounts. */
export interface Transfers {
  /** Sums per sender and receiver. */
  sums: Movement[];
  /** Accounts with more transfers than are read: exchanges, or those who want to look like one. */
  busy: ReadonlySet<string>;
}

/**
 * Reads the plain transfers to or from these accounts, the last ones of each. Those to and from the system's contracts
 * are left out: they are parts of payments, which are counted as such.
 */
export async function transfersOf(
  db: Snapshot,
  dialect: Dialect,
  side: "from" | "to",
  accounts: readonly string[],
): Promise<Transfers> {
  if (accounts.length === 0) return { sums: [], busy: new Set() };
  const system = Object.values(await addressesOf({ db }));
  const wanted =
    dialect === "sqlite"
      ? sql`(select value as account from json_each(${JSON.stringify(accounts)}))`
      : sql`(select unnest(${[...accounts]}::text[]) as account)`;
  const column = sql.ref(`t.${side}`);
  const isSystem = sql`${oneOf(dialect, system)}`;
  interface Found {
    from: string;
    to: string;
    amount: string;
    cut: number | string | null;
  }
  const { rows } = await sql<Found>`
    select t."from" as "from", t."to" as "to", t.amount as amount, a.cut as cut
    from (
      select wanted.account as account, (
        select s.block from transfers s where ${sql.ref(`s.${side}`)} = wanted.account
        order by s.block desc, s.log_index desc limit 1 offset ${MAX_TRANSFERS}
      ) as cut
      from ${wanted} as wanted
    ) a
    join transfers t on ${column} = a.account and t.block >= coalesce(a.cut, 0)
    where t.reference is null and t."authorization" is null
      and t."from" not in ${isSystem} and t."to" not in ${isSystem}`.execute(db);
  return summed(
    rows.map((row) => ({ ...row, isBusy: row.cut !== null })),
    side,
  );
}

function summed(
  rows: readonly { from: string; to: string; amount: string; isBusy: boolean }[],
  side: "from" | "to",
): Transfers {
  const sums = new Map<string, Movement>();
  const busy = new Set<string>();
  for (const row of rows) {
    const { from: payer, to: payee, amount, isBusy } = row;
    if (isBusy) busy.add(row[side]);
    const key = `${payer} ${payee}`;
    const sum = sums.get(key);
    if (sum === undefined) sums.set(key, { payer, payee, amount: BigInt(amount) });
    else sum.amount += BigInt(amount);
  }
  return { sums: [...sums.values()], busy };
}
