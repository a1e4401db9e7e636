import type { ItemOf } from "@servicecoin/indexer/client";

/** An order, stream or subscription, as the index has it at its block. */
export type IndexedDeal = ItemOf<"/deals">;

/** Terms on which a payee may charge a payer. */
export type IndexedMandate = ItemOf<"/mandates">;

export type DealAction = IndexedDeal["actions"][number];
export type ActionName = DealAction["action"];
export type DealStatus = IndexedDeal["status"];
export type Role = "payer" | "payee" | "arbiter";

/** Seconds in which an arbiter can decide, as in the contract. */
const ARBITRATION_PERIOD = 30 * 86_400;

/** What a stream or subscription owes at a time, in base units, funded or not: the arithmetic of the contract. */
export function owedAt({ rate, period, start, end }: NonNullable<IndexedDeal["accrual"]>, time: number): bigint {
  const until = end !== null && time > end ? end : time;
  if (until < start) return 0n;
  const passed = BigInt(until - start);
  const length = BigInt(period);
  if (period === 1) return BigInt(rate) * passed;
  // A period that would start at the end does not count.
  if (until === end) return BigInt(rate) * ((passed + length - 1n) / length);
  return BigInt(rate) * (passed / length + 1n);
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

/** Computes the standing of a deal at a time that is not before that of its block. */
export function standingAt(deal: IndexedDeal, time: number): Standing {
  const left = BigInt(deal.left);
  const none = { left, due: BigInt(deal.due), arrears: 0n, spare: 0n };
  const end = limitOf(deal);
  const isOver = end !== undefined && time > end;
  switch (deal.state) {
    case "closed":
    case "voided":
      return { ...none, status: deal.state };
    case "delivered":
      return isOver ? { ...none, due: left, status: "claimable" } : { ...none, status: "delivered" };
    case "disputed":
      return { ...none, status: isOver ? "undecided" : "disputed" };
    case "open":
      break;
  }
  if (deal.accrual === null) return { ...none, status: isOver ? "overdue" : "open" };
  const [funded, paid] = [BigInt(deal.funded), BigInt(deal.paid)];
  const owed = owedAt(deal.accrual, time);
  const arrears = owed > funded ? owed - funded : 0n;
  const payable = (owed < funded ? owed : funded) - paid;
  const due = payable > 0n ? payable : 0n;
  const standing = { left, due, arrears, spare: left - due };
  if (deal.deadline !== 0 && time > deal.deadline) return { ...standing, status: "ended" };
  if (time < deal.start) return { ...standing, status: "scheduled" };
  return { ...standing, status: arrears > 0n ? "inArrears" : "running" };
}

/** The last second of what the deal waits for: delivery, review, decision, or its funds; undefined for none. */
export function limitOf({ state, kind, deadline, deliveredAt, disputedAt, window, accrual }: IndexedDeal) {
  if (state === "delivered") return (deliveredAt ?? 0) + window;
  if (state === "disputed") return (disputedAt ?? 0) + ARBITRATION_PERIOD;
  if (state !== "open") return undefined;
  if (kind === "order") return deadline;
  return accrual?.fundedUntil;
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

/** The hub's fee of a payment, rounded down as in the contract. */
export function feeOf(amount: bigint, feeBps: number | bigint): bigint {
  return (amount * BigInt(feeBps)) / 10_000n;
}
