import type { ItemOf } from "@servicecoin/indexer/client";
import { inNextBlock } from "@servicecoin/sdk/internal";
import { allOf, type Due, type Duty } from "./duty.js";

/**
 * Loans of which something can be collected, from pledged orders at any time or from the other securities once it is
 * overdue, and loans that have lapsed or whose orders can pay nothing more. The lender gets the money.
 */
export const collectLoans: Duty<string> = {
  kind: "collectLoans",
  most: 1,
  find: async ({ index }, now) => {
    const rows = await allOf(index.all("/loans", { collectableBy: now }));
    return rows.filter((row) => isDue(row, now)).map((row) => dueOf(row));
  },
  check: async ({ client: { credit } }, due) => {
    const { amounts, ends } = await inNextBlock((at) => credit.collectableOf(due.data, at));
    const amount = amounts.reduce((sum, each) => sum + each, 0n);
    if (amount === 0n && !ends) return undefined;
    return { ...due, amount: ends ? undefined : amount };
  },
  call: ({ client }, dues) => ({
    to: client.addresses.Credit,
    data: client.credit.interface.encodeFunctionData("collect", [dues[0]?.data ?? ""]),
  }),
};

type Row = ItemOf<"/loans">;

/** Whether the index expects something. What is there of an allowance or income, only the chain knows. */
function isDue(row: Row, now: bigint): boolean {
  const { nextDue, grace, lapsesAt, dueFromOrders, isExhausted, pull, income, collateralLeft } = row;
  if (dueFromOrders !== "0" || isExhausted || (lapsesAt !== null && lapsesAt <= now)) return true;
  const isOverdue = nextDue !== null && nextDue + grace < now;
  return isOverdue && (pull || income || collateralLeft !== "0");
}

function dueOf({ id, lender, overdue, dueFromOrders, isExhausted }: Row): Due<string> {
  const key = `collectLoans:${id}`;
  const amount = BigInt(overdue) > BigInt(dueFromOrders) ? BigInt(overdue) : BigInt(dueFromOrders);
  // The end of a loan frees what is pledged, whatever is collected with it.
  return { key, group: key, for: lender, amount: isExhausted || amount === 0n ? undefined : amount, data: id };
}
