import { ARBITRATION_PERIOD } from "@servicecoin/sdk";
import { coveredUntil, owedAt } from "@servicecoin/sdk/internal";

/** A deal as the index has it. */
export interface IndexedDeal {
  kind: string;
  state: string;
  arbiter: string | null;
  price: bigint;
  period: number;
  start: number;
  deadline: number;
  window: number;
  funded: bigint;
  paid: bigint;
  deliveredAt: number | null;
  disputedAt: number | null;
}

/** What a deal is at a time, more precisely than its state. */
export const DEAL_STATUSES = [
  /** An order that can be delivered. */
  "open",
  /** An order that was not delivered in time: anyone can refund it. */
  "overdue",
  /** An order that the payer can still dispute or release. */
  "delivered",
  /** A delivered order that anyone can claim for the payee. */
  "claimable",
  /** An order that the arbiter can decide. */
  "disputed",
  /** A dispute that was not decided in time: anyone can refund the order. */
  "undecided",
  /** A stream or subscription before its start. */
  "scheduled",
  /** A stream or subscription that accrues and is funded. */
  "running",
  /** A stream or subscription that owes more than it has. */
  "inArrears",
  /** A stream or subscription after its end. */
  "ended",
  /** Settled or canceled. */
  "closed",
  /** Made void before it was opened. */
  "voided",
] as const;

export type DealStatus = (typeof DEAL_STATUSES)[number];

/** Who may do something. */
export const PARTIES = ["payer", "payee", "arbiter", "anyone"] as const;

/** What may be done with a deal. */
export const DEAL_ACTIONS = ["deliver", "release", "dispute", "resolve", "claim", "refund", "cancel", "topUp"] as const;

/** Something that may be done with a deal, now or later. */
export interface DealAction {
  by: (typeof PARTIES)[number];
  action: (typeof DEAL_ACTIONS)[number];
  /** First second in which it is allowed; null when it is allowed already. */
  from: number | null;
  /** Last second in which it is allowed; null when it has no end. */
  until: number | null;
  /** The most that it moves at the time of the block; null where it moves nothing. */
  amount: bigint | null;
}

/** How a stream or subscription accrues. */
export interface Accrual {
  /** Everything that it owes at the time, funded or not. */
  owed: bigint;
  /** What it owes and is not funded. */
  arrears: bigint;
  /** When its funds will be used up, or its end if that is earlier. */
  fundedUntil: number;
}

/** The standing of a deal at a time. */
export interface DealStanding {
  status: DealStatus;
  left: bigint;
  /** What a claim would pay. */
  due: bigint;
  actions: DealAction[];
  /** Only for streams and subscriptions. */
  accrual: Accrual | null;
}

/** Computes what a deal is at a time, and what each side may do next, by the rules of the hub. */
export function dealStandingAt(deal: IndexedDeal, time: number): DealStanding {
  const left = deal.funded - deal.paid;
  if (deal.state === "closed" || deal.state === "voided" || deal.kind === "unknown") {
    const status = deal.state === "voided" ? "voided" : "closed";
    return { status, left, due: 0n, actions: [], accrual: null };
  }
  return deal.kind === "order" ? orderAt(deal, left, time) : accrualAt(deal, left, time);
}

type Timed = Omit<DealAction, "from" | "until"> & { after?: number; until?: number };

/** Actions that are not over at a time. */
function notOver(actions: Timed[], time: number): DealAction[] {
  return actions
    .filter(({ until, amount }) => (until === undefined || until >= time) && amount !== 0n)
    .map(({ after, until, ...action }) => ({
      ...action,
      from: after === undefined || time > after ? null : after + 1,
      until: until ?? null,
    }));
}

function orderAt(deal: IndexedDeal, left: bigint, time: number): DealStanding {
  const { state, deadline, arbiter } = deal;
  const always: Timed[] = [
    { by: "payer", action: "release", amount: left },
    { by: "payee", action: "refund", amount: left },
  ];
  if (state === "delivered") {
    const end = (deal.deliveredAt ?? 0) + deal.window;
    const isOver = time > end;
    const dispute: Timed[] = arbiter === null ? [] : [{ by: "payer", action: "dispute", until: end, amount: null }];
    const claim: Timed = { by: "anyone", action: "claim", after: end, amount: left };
    const actions = notOver([...always, ...dispute, claim], time);
    return { status: isOver ? "claimable" : "delivered", left, due: isOver ? left : 0n, actions, accrual: null };
  }
  const isDisputed = state === "disputed";
  const end = isDisputed ? (deal.disputedAt ?? 0) + Number(ARBITRATION_PERIOD) : deadline;
  const next: Timed = isDisputed
    ? { by: "arbiter", action: "resolve", until: end, amount: left }
    : { by: "payee", action: "deliver", until: end, amount: null };
  const refund: Timed = { by: "anyone", action: "refund", after: end, amount: left };
  const [during, after] = isDisputed ? (["disputed", "undecided"] as const) : (["open", "overdue"] as const);
  const actions = notOver([next, ...always, refund], time);
  return { status: time > end ? after : during, left, due: 0n, actions, accrual: null };
}

function accrualAt(deal: IndexedDeal, left: bigint, time: number): DealStanding {
  const { funded, paid, deadline } = deal;
  const terms = termsOf(deal);
  const owed = owedAt(terms, BigInt(time));
  const due = max(min(owed, funded) - paid, 0n);
  const arrears = max(owed - funded, 0n);
  const accrual = { owed, arrears, fundedUntil: Number(coveredUntil(terms, funded)) };
  const claimableFrom = due > 0n ? undefined : nextDue(deal);
  const claim: Timed[] =
    left > 0n && claimableFrom !== undefined && claimableFrom > time
      ? [{ by: "anyone", action: "claim", after: claimableFrom - 1, amount: null }]
      : [{ by: "anyone", action: "claim", amount: due }];
  const actions = notOver(
    [
      ...claim,
      { by: "anyone", action: "topUp", amount: null },
      { by: "payee", action: "refund", amount: left },
      { by: "payer", action: "cancel", amount: null },
      { by: "payee", action: "cancel", amount: null },
      ...(deadline === 0 ? [] : [{ by: "anyone", action: "refund", after: deadline, amount: left - due } as const]),
    ],
    time,
  );
  return { status: statusOf(deal, arrears, time), left, due, actions, accrual };
}

function statusOf({ deadline, start }: IndexedDeal, arrears: bigint, time: number): DealStatus {
  if (deadline !== 0 && time > deadline) return "ended";
  if (time < start) return "scheduled";
  return arrears > 0n ? "inArrears" : "running";
}

/** The first second in which more is owed than was paid; undefined when that is after the end. */
function nextDue(deal: IndexedDeal): number | undefined {
  const periods = Number(deal.paid / deal.price);
  const next = deal.start + periods * deal.period + (deal.period === 1 ? 1 : 0);
  return deal.deadline !== 0 && next > deal.deadline ? undefined : next;
}

function termsOf({ price, period, start, deadline }: IndexedDeal): Parameters<typeof owedAt>[0] {
  const terms = { price, period: BigInt(period), start: BigInt(start), deadline: BigInt(deadline) };
  // The arithmetic takes only these four.
  return terms as Parameters<typeof owedAt>[0];
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
