import type { ItemOf } from "@servicecoin/indexer/client";
import {
  amountsAt,
  feeOf as exactFeeOf,
  owedAt as owed,
  timesOf,
  type StandingTerms,
} from "@servicecoin/sdk/arithmetic";

/** An order, stream or subscription, as the index has it at its block. */
export type IndexedDeal = ItemOf<"/deals">;

/** Terms on which a payee may charge a payer. */
export type IndexedMandate = ItemOf<"/mandates">;

export type DealAction = IndexedDeal["actions"][number];
export type ActionName = DealAction["action"];
export type DealStatus = IndexedDeal["status"];
export type Role = "payer" | "payee" | "arbiter";

/** What a stream or subscription owes at a time, in base units, funded or not. */
export function owedAt({ rate, period, start, end }: NonNullable<IndexedDeal["accrual"]>, time: number): bigint {
  const terms = { price: BigInt(rate), period: BigInt(period), start: BigInt(start), deadline: BigInt(end ?? 0) };
  return owed(terms, BigInt(time));
}

const NOBODY = "0x0000000000000000000000000000000000000000";

/** The terms as the SDK calculates with them. */
function termsOf({ price, period, start, deadline, window, arbiter }: IndexedDeal): StandingTerms {
  return {
    ...{ price: BigInt(price), period: BigInt(period), start: BigInt(start), deadline: BigInt(deadline) },
    ...{ window: BigInt(window), arbiter: arbiter ?? NOBODY },
  };
}

/** When it was delivered or, later, disputed. */
function markedAtOf({ deliveredAt, disputedAt }: IndexedDeal): bigint {
  return BigInt(disputedAt ?? deliveredAt ?? 0);
}

/** What a deal is at a time: the index tells it for its last block, which on a quiet chain may be old. */
export interface Standing {
  status: DealStatus;
  left: bigint;
  /** What a claim would pay. */
  due: bigint;
  /** What it owes and is not funded. */
  arrears: bigint;
  /** What anyone can send back to the payer after the end. */
  spare: bigint;
}

/** The status of an order until its time limit and after it. */
const ORDER_STATUSES = {
  open: ["open", "overdue"],
  delivered: ["delivered", "claimable"],
  disputed: ["disputed", "undecided"],
} as const;

/** Computes the standing of a deal at a time that is not before that of its block. */
export function standingAt(deal: IndexedDeal, time: number): Standing {
  const { state, accrual } = deal;
  if (state === "closed" || state === "voided") {
    return { status: state, left: BigInt(deal.left), due: BigInt(deal.due), arrears: 0n, spare: 0n };
  }
  const funded = BigInt(deal.funded);
  const escrow = { state, funded, paid: BigInt(deal.paid), markedAt: markedAtOf(deal) };
  const { left, due } = amountsAt(termsOf(deal), escrow, BigInt(time));
  const limit = limitOf(deal);
  if (accrual === null) {
    const [before, afterwards] = ORDER_STATUSES[state];
    const status = limit !== undefined && time > limit ? afterwards : before;
    return { status, left, due, arrears: 0n, spare: 0n };
  }
  const total = owedAt(accrual, time);
  const standing = { left, due, arrears: total > funded ? total - funded : 0n, spare: left - due };
  if (deal.deadline !== 0 && time > deal.deadline) return { ...standing, status: "ended" };
  if (time < deal.start) return { ...standing, status: "scheduled" };
  return { ...standing, status: standing.arrears > 0n ? "inArrears" : "running" };
}

/** The last second of what the deal waits for: delivery, review, decision, or its funds; undefined for none. */
export function limitOf(deal: IndexedDeal): number | undefined {
  if (deal.state === "closed" || deal.state === "voided") return undefined;
  if (deal.kind !== "order") return deal.accrual?.fundedUntil;
  const { deliverUntil, claimableAfter, resolveUntil } = timesOf(termsOf(deal), deal.state, markedAtOf(deal));
  const limit = deliverUntil ?? claimableAfter ?? resolveUntil;
  return limit === undefined ? undefined : Number(limit);
}

/** What an account is in a deal. */
export function rolesOf({ payer, payee, arbiter }: IndexedDeal, account: string | undefined): Role[] {
  const roles = { payer, payee, arbiter };
  return (["payer", "payee", "arbiter"] as const).filter((role) => account !== undefined && roles[role] === account);
}

/** An action that an account may take now. */
export interface AllowedAction {
  action: ActionName;
  by: DealAction["by"];
  /** The most that it moves now; undefined where it moves nothing or depends. */
  amount: bigint | undefined;
  until: number | null;
}

/** What an account may do with a deal at a time; each action once, that of its own role before that of anyone. */
export function allowedNow(deal: IndexedDeal, account: string | undefined, time: number): AllowedAction[] {
  if (account === undefined) return [];
  const roles: readonly string[] = [...rolesOf(deal, account), "anyone"];
  const standing = standingAt(deal, time);
  const found = new Map<ActionName, AllowedAction>();
  for (const { action, by, from, until } of deal.actions) {
    const isNow = (from === null || from <= time) && (until === null || until >= time);
    const known = found.get(action);
    // The hub takes no money for what is over.
    if (action === "topUp" && standing.status === "ended") continue;
    if (!isNow || !roles.includes(by) || (known !== undefined && known.by !== "anyone")) continue;
    const amount = amountOf(deal, { action, by }, standing);
    if (amount !== 0n) found.set(action, { action, by, amount, until });
  }
  return [...found.values()];
}

/** The most that an action moves now. */
function amountOf(deal: IndexedDeal, { action, by }: Pick<DealAction, "action" | "by">, standing: Standing) {
  if (action === "claim") return standing.due;
  if (action === "release" || action === "resolve") return standing.left;
  if (action === "refund") return deal.kind !== "order" && by === "anyone" ? standing.spare : standing.left;
  return undefined;
}

/** The side that has to act before the deal goes on; undefined when only time does, or nobody. */
export function turnOf(deal: IndexedDeal, time: number): Role | undefined {
  const { status, due, left } = standingAt(deal, time);
  switch (status) {
    case "open":
    case "claimable":
      return "payee";
    case "delivered":
    case "overdue":
    case "undecided":
    case "inArrears":
      return "payer";
    case "disputed":
      return "arbiter";
    case "ended":
      return due > 0n ? "payee" : left > 0n ? "payer" : undefined;
    case "running":
    case "scheduled":
    case "closed":
    case "voided":
      return undefined;
  }
}

/** What each side most likely wants next, the most important first. */
const NEXT: Partial<Record<DealStatus, Partial<Record<Role, readonly ActionName[]>>>> = {
  open: { payee: ["deliver"] },
  overdue: { payer: ["refund"] },
  delivered: { payer: ["release"] },
  claimable: { payee: ["claim"], payer: ["release"] },
  disputed: { arbiter: ["resolve"] },
  undecided: { payer: ["refund"] },
  running: { payee: ["claim"] },
  inArrears: { payer: ["topUp"], payee: ["claim"] },
  ended: { payee: ["claim"], payer: ["refund"] },
};

/** What an account most likely wants to do next; undefined when it can only wait. */
export function nextFor(deal: IndexedDeal, account: string | undefined, time: number): AllowedAction | undefined {
  const allowed = allowedNow(deal, account, time);
  const wanted = NEXT[standingAt(deal, time).status] ?? {};
  for (const role of rolesOf(deal, account)) {
    for (const name of wanted[role] ?? []) {
      const found = allowed.find(({ action }) => action === name);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** How a deal ended. */
export function outcomeOf({ paid, refunded }: IndexedDeal): "paid" | "refunded" | "split" {
  if (BigInt(paid) === 0n) return "refunded";
  return BigInt(refunded) === 0n ? "paid" : "split";
}

/** The hub's fee of a payment. The index has rates as numbers. */
export function feeOf(amount: bigint, feeBps: number | bigint): bigint {
  return exactFeeOf(amount, BigInt(feeBps));
}
