import { ZeroAddress, ZeroHash } from "ethers";
import type { ItemOf } from "@servicecoin/indexer/client";
import type { Deal } from "@servicecoin/sdk";
import { amountsAt, inNextBlock, packTerms } from "@servicecoin/sdk/internal";
import { allOf, type Due, type Duty, type DutyKind, type Sources } from "./duty.js";

type Row = ItemOf<"/deals">;

/** A deal as the hub takes it. */
export function packed(deal: Deal) {
  const { payer, payee, arbiter, ref } = deal;
  return { payer, payee, arbiter, terms: packTerms(deal), ref };
}

/** Whether the money goes to the payee or back to the payer. */
type Direction = "due" | "refundable";

/** Finds the deals of which anyone can claim, or refund, something at a time. */
export async function findDeals(
  { index }: Sources,
  now: bigint,
  { kind, of, direction }: { kind: DutyKind; of: "orders" | "accruals"; direction: Direction },
): Promise<Due<Deal>[]> {
  const input = of === "orders" ? { dueBy: now, kind: "order" as const } : { dueBy: now };
  const rows = await allOf(index.all("/deals", input));
  return rows.flatMap((row) => {
    if ((row.kind === "order") !== (of === "orders") || row.payee === null) return [];
    const deal = dealOf(row, row.payee);
    const amount = amountsAt(deal, escrowOf(row), now)[direction];
    return amount === 0n ? [] : [dueOf(kind, row.id, deal, direction, amount)];
  });
}

function dueOf(kind: DutyKind, id: string, deal: Deal, direction: Direction, amount: bigint): Due<Deal> {
  const key = `${kind}:${id}`;
  // Only claims for one payee fit into one call.
  return direction === "due"
    ? { key, group: `${kind}:${deal.payee}`, for: deal.payee, amount, data: deal }
    : { key, group: key, for: deal.payer, amount, data: deal };
}

function dealOf(row: Row, payee: string): Deal {
  const { payer, arbiter, price, period, start, deadline, window, feeBps, reference } = row;
  return {
    ...{ payer, payee, arbiter: arbiter ?? ZeroAddress, price: BigInt(price), period: BigInt(period) },
    ...{ start: BigInt(start), deadline: BigInt(deadline), window: BigInt(window), feeBps: BigInt(feeBps) },
    ref: reference ?? ZeroHash,
  };
}

function escrowOf({ state, funded, paid, deliveredAt, disputedAt }: Row) {
  const markedAt = BigInt(disputedAt ?? deliveredAt ?? 0);
  return {
    state: state === "voided" ? "closed" : state,
    funded: BigInt(funded),
    paid: BigInt(paid),
    markedAt,
  } as const;
}

/** Asks the hub what a claim would pay in the next block. */
export const checkClaim: Duty<Deal>["check"] = async ({ client }, due) => {
  const amount = await inNextBlock((at) => client.hub.dueOf(packed(due.data), at));
  return amount === 0n ? undefined : { ...due, amount };
};

/** Asks the hub what anyone could refund in the next block. */
export const checkRefund: Duty<Deal>["check"] = async ({ client }, due) => {
  // Not as the keeper's account: a payee may refund at any time, which is not what is due.
  const amount = await inNextBlock((at) => client.hub.refundableOf(packed(due.data), ZeroAddress, at));
  return amount === 0n ? undefined : { ...due, amount };
};

/** One transfer to the payee for all of its deals. */
export const callClaim: Duty<Deal>["call"] = ({ client }, dues) => ({
  to: client.addresses.PaymentHub,
  data: client.hub.interface.encodeFunctionData("claimMany", [dues.map(({ data }) => packed(data))]),
});

/** The exact amount: "everything" would mean more if the keeper's account is the payee. */
export const callRefund: Duty<Deal>["call"] = ({ client }, dues) => {
  const [due] = dues;
  if (due?.amount === undefined) throw new TypeError("A refund needs its deal and amount");
  const data = client.hub.interface.encodeFunctionData("refund", [packed(due.data), due.amount]);
  return { to: client.addresses.PaymentHub, data };
};
