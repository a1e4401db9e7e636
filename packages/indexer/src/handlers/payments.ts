import { periodAt } from "../statistics/period.js";
import type { Row } from "../store/schema.js";
import type { Context, Position } from "./event.js";

type Payment = Omit<Row<"payments">, keyof Position>;

/** Records money that reached a payee, and adds it to the totals of both accounts and of the pair. */
export function recordPayment(context: Context, payment: Payment): void {
  const { payer, payee, amount, fee } = payment;
  // Read all before the first write, so that one look at the database finds every row.
  const pair = context.get("pairs", { payer, payee });
  const from = accountOf(context, payer);
  const to = payer === payee ? from : accountOf(context, payee);
  const addToMonth = monthOf(context, payment);
  if (amount === 0n) return;
  context.add("payments", payment);
  const { time } = context;
  context.put("pairs", {
    payer,
    payee,
    count: (pair?.count ?? 0) + 1,
    amount: (pair?.amount ?? 0n) + amount,
    fees: (pair?.fees ?? 0n) + fee,
    firstAt: pair?.firstAt ?? time,
    lastAt: time,
  });
  from.paid += amount;
  from.paidCount++;
  from.feesPaid += fee;
  to.earned += amount - fee;
  to.earnedCount++;
  for (const account of new Set([from, to])) context.put("accounts", { ...account, lastAt: time });
  addToMonth();
}

/** Reads the sums of a month, and returns the function that adds the payment to them. */
function monthOf(context: Context, { kind, payer, payee, amount, fee }: Payment): () => void {
  const month = monthStart(context.time);
  const pair = context.get("pairMonths", { month, payer, payee, kind });
  const all = context.get("kindMonths", { month, kind });
  const isX402 = kind === "x402";
  const price = String(amount);
  const paid = isX402 ? context.get("priceMonths", { month, price }) : undefined;
  return () => {
    context.put("pairMonths", {
      ...{ month, payer, payee, kind },
      ...{ count: (pair?.count ?? 0) + 1, amount: (pair?.amount ?? 0n) + amount },
    });
    context.put("kindMonths", {
      ...{ month, kind, count: (all?.count ?? 0) + 1 },
      ...{ amount: (all?.amount ?? 0n) + amount, fees: (all?.fees ?? 0n) + fee },
    });
    if (isX402) context.put("priceMonths", { month, price, count: (paid?.count ?? 0) + 1 });
  };
}

let last = { from: 0, to: 0 };

/** The first second of the month. Most events are of the same month as the one before. */
function monthStart(time: number): number {
  if (time < last.from || time >= last.to) last = periodAt("month", time);
  return last.from;
}

function accountOf(context: Context, account: string): Row<"accounts"> {
  const found = context.get("accounts", { account });
  if (found !== undefined) return { ...found };
  const { time, block } = context;
  const none = { paid: 0n, paidCount: 0, earned: 0n, earnedCount: 0, feesPaid: 0n };
  return { account, ...none, firstAt: time, lastAt: time, block };
}
