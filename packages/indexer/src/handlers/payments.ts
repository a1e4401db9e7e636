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
}

function accountOf(context: Context, account: string): Row<"accounts"> {
  const found = context.get("accounts", { account });
  if (found !== undefined) return { ...found };
  const { time, block } = context;
  const none = { paid: 0n, paidCount: 0, earned: 0n, earnedCount: 0, feesPaid: 0n };
  return { account, ...none, firstAt: time, lastAt: time, block };
}
