import { others } from "../query/others.js";
import type { Snapshot } from "../query/reader.js";
import type { Dialect } from "../store/columns.js";
import { groupBy } from "./groups.js";
import { weighPayers } from "./independence.js";
import { readMoneyFlow } from "./moneyFlow.js";
import { oneOf, outcomesOf, paymentsTo, ratingsOf } from "./rows.js";
import type { Outcome, Payments, Rating } from "./rows.js";

/** A service that can be paid. */
export interface Candidate {
  id: number;
  owner: string;
  wallet: string;
  updatedAt: number;
}

/** What is known about a provider. */
export interface ProviderRecord {
  updatedAt: number;
  /** In the order in which they became known. */
  outcomes: Outcome[];
  /** Of deals with its wallet, in the order of time. */
  ratings: Rating[];
  income: Payments[];
  /** How much each payer counts, in parts per million. */
  weights: ReadonlyMap<string, number>;
}

/** Reads the records of services, by id. */
export async function readRecords(
  db: Snapshot,
  dialect: Dialect,
  candidates: readonly Candidate[],
  now: number,
): Promise<Map<number, ProviderRecord>> {
  const wallets = unique(candidates.map(({ wallet }) => wallet));
  const income = groupBy(await paymentsTo(db, dialect, wallets), ({ payee }) => payee);
  await others();
  const outcomes = groupBy(await outcomesOf(db, dialect, wallets, now), ({ payee }) => payee);
  for (const list of outcomes.values()) list.sort((a, b) => a.knownAt - b.knownAt || compare(a.id, b.id));
  const customers = new Map(wallets.map((wallet) => [wallet, paymentsOf(wallet, income, outcomes)]));
  await others();
  const own = await ownAccounts(db, dialect, candidates);
  const accounts = unique([...own.values()].flatMap((each) => [...each]));
  const payers = unique([...customers.values()].flatMap((payments) => payments.map(({ payer }) => payer)));
  const flow = await readMoneyFlow(db, dialect, accounts, payers);
  await others();
  const ids = candidates.map(({ id }) => id);
  const ratings = groupBy(await ratingsOf(db, dialect, ids, now), ({ serviceId }) => serviceId);
  return new Map(
    candidates.map(({ id, owner, wallet, updatedAt }) => {
      const payments = income.get(wallet) ?? [];
      // A service that was sold brings ratings along that another provider earned.
      const earned = (ratings.get(id) ?? []).filter(({ payee }) => payee === wallet);
      earned.sort((a, b) => a.time - b.time || compare(a.dealId, b.dealId));
      const weights = weighPayers(own.get(owner) ?? new Set([wallet]), customers.get(wallet) ?? [], flow);
      return [id, { updatedAt, outcomes: outcomes.get(wallet) ?? [], ratings: earned, income: payments, weights }];
    }),
  );
}

/** The payments of each payer, of nothing where it got all its money back. */
function paymentsOf(
  payee: string,
  income: ReadonlyMap<string, readonly Payments[]>,
  outcomes: ReadonlyMap<string, readonly Outcome[]>,
): Payments[] {
  const payments = income.get(payee) ?? [];
  const paying = new Set(payments.map(({ payer }) => payer));
  const others = unique((outcomes.get(payee) ?? []).map(({ payer }) => payer)).filter((payer) => !paying.has(payer));
  return [...payments, ...others.map((payer) => ({ payer, payee, amount: 0n, firstAt: 0, lastAt: 0 }))];
}

/** The accounts of each owner: its own, its payout accounts, and the wallets of all its services. */
async function ownAccounts(db: Snapshot, dialect: Dialect, candidates: readonly Candidate[]) {
  const own = new Map<string, Set<string>>();
  for (const { owner, wallet } of candidates) {
    const accounts = own.get(owner);
    if (accounts === undefined) own.set(owner, new Set([owner, wallet]));
    else accounts.add(wallet);
  }
  const others = await db
    .selectFrom("services")
    .select(["owner", "wallet"])
    .where("owner", "in", oneOf(dialect, [...own.keys()]))
    .execute();
  for (const { owner, wallet } of others) if (wallet !== null) own.get(owner)?.add(wallet);
  const payout = await db
    .selectFrom("payoutAccounts")
    .select(["owner", "account"])
    .where("owner", "in", oneOf(dialect, [...own.keys()]))
    .execute();
  for (const { owner, account } of payout) own.get(owner)?.add(account);
  return own;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
