import { others } from "../query/others.js";
import type { KindTotals, PaymentTally } from "./paymentTally.js";
import type { Statistics } from "./schema.js";
import { concentration, percentile, sortWeighted, weighted } from "./shares.js";
import type { Source } from "./source.js";

type Totals = Omit<Statistics["payments"], "byKind">;

export function totalsOf(kinds: readonly KindTotals[]): Totals {
  let [payments, gross, fees] = [0, 0n, 0n];
  for (const kind of kinds) {
    payments += kind.count;
    gross += kind.gross;
    fees += kind.fees;
  }
  return { payments, gross: String(gross), net: String(gross - fees), fees: String(fees) };
}

/** Accounts that are asked for at once. */
const CHUNK = 500;

/**
 * The accounts on one side of the payments.
 * @param sums What each paid or was paid in the period.
 * @param from The first second of the period.
 */
export async function participantsOf(
  { db }: Source,
  side: "payer" | "payee",
  sums: ReadonlyMap<string, bigint>,
  from: number,
): Promise<Statistics["payers"]> {
  const accounts = [...sums.keys()];
  let returning = 0;
  for (let start = 0; start < accounts.length; start += CHUNK) {
    const { count } = await db
      .selectFrom("pairs")
      .select((select) => select.fn.count<number | string>(side).distinct().as("count"))
      .where(side, "in", accounts.slice(start, start + CHUNK))
      .where("firstAt", "<", from)
      .executeTakeFirstOrThrow();
    returning += Number(count);
    await others();
  }
  return { active: sums.size, new: sums.size - returning, returning, ...concentration(sums.values()) };
}

export function x402Of({
  prices,
  x402Payers,
}: PaymentTally): Pick<Statistics["x402"], "payers" | "price" | "paymentsPerPayer"> {
  if (prices.size === 0) return { payers: 0, price: null, paymentsPerPayer: null };
  const sorted = sortWeighted(prices);
  const counts = weighted(x402Payers.values());
  const price = (percent: number) => String(percentile(sorted, percent));
  const perPayer = (percent: number) => percentile(counts, percent) ?? 0;
  return {
    payers: x402Payers.size,
    price: {
      lowest: price(0),
      p10: price(10),
      median: price(50),
      p90: price(90),
      p99: price(99),
      highest: price(100),
    },
    paymentsPerPayer: { median: perPayer(50), p90: perPayer(90), highest: perPayer(100) },
  };
}
