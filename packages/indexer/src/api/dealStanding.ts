import { ZeroAddress } from "ethers";
import type { DealTimes } from "@servicecoin/sdk";
import { amountsAt, coveredUntil, owedAt, timesOf, type Escrow, type StandingTerms } from "@servicecoin/sdk/internal";

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

/** The parties of a deal, and anyone else. */
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
  /** The most that it moves at the time of the block, or from `from` on; null where it moves nothing. */
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

/** Computes what a deal is at a time, and what each side may do next. The arithmetic is the SDK's. */
export function dealStandingAt(deal: IndexedDeal, time: number): DealStanding {
  const { state, kind, funded, paid } = deal;
  if (!isOpen(state) || kind === "unknown") {
    const status = state === "voided" ? "voided" : "closed";
    return { status, left: funded - paid, due: 0n, actions: [], accrual: null };
  }
  const terms = termsOf(deal);
  const escrow = { state, funded, paid, markedAt: BigInt(deal.disputedAt ?? deal.deliveredAt ?? 0) };
  const now: Moment = {
    ...{ time, state, terms, times: timesOf(terms, state, escrow.markedAt) },
    ...amountsAt(terms, escrow, BigInt(time)),
  };
  return kind === "order" ? orderAt(now) : accrualAt(deal, now);
}

type OpenState = Extract<Escrow["state"], "open" | "delivered" | "disputed">;

/** A deal at a time, by the arithmetic of the SDK. */
interface Moment {
  time: number;
  state: OpenState;
  terms: StandingTerms;
  times: DealTimes;
  left: bigint;
  due: bigint;
}

function isOpen(state: string): state is OpenState {
  return state === "open" || state === "delivered" || state === "disputed";
}

function termsOf({ price, arbiter, ...deal }: IndexedDeal): StandingTerms {
  const { period, start, deadline, window } = deal;
  return {
    ...{ price, period: BigInt(period), start: BigInt(start), deadline: BigInt(deadline), window: BigInt(window) },
    arbiter: arbiter ?? ZeroAddress,
  };
}

type Timed = Omit<DealAction, "from" | "until"> & { after?: bigint | undefined; until?: bigint | undefined };

/** Actions that are not over at a time. */
function notOver(actions: Timed[], time: number): DealAction[] {
  return actions
    .filter(({ until, amount }) => (until === undefined || until >= time) && amount !== 0n)
    .map(({ after, until, ...action }) => ({
      ...action,
      from: after === undefined || time > after ? null : Number(after) + 1,
      until: until === undefined ? null : Number(until),
    }));
}

/** The status of an order until its time limit and after it. */
const ORDER_STATUSES = {
  open: ["open", "overdue"],
  delivered: ["delivered", "claimable"],
  disputed: ["disputed", "undecided"],
} as const satisfies Record<OpenState, readonly [DealStatus, DealStatus]>;

function orderAt({ time, state, times, left, due }: Moment): DealStanding {
  const { deliverUntil, disputeUntil, claimableAfter, resolveUntil, refundableAfter } = times;
  const until = (limit: bigint | undefined, action: Timed): Timed[] =>
    limit === undefined ? [] : [{ ...action, until: limit }];
  const after = (limit: bigint | undefined, action: Timed): Timed[] =>
    limit === undefined ? [] : [{ ...action, after: limit }];
  const actions = notOver(
    [
      ...until(deliverUntil, { by: "payee", action: "deliver", amount: null }),
      ...until(resolveUntil, { by: "arbiter", action: "resolve", amount: left }),
      { by: "payer", action: "release", amount: left },
      { by: "payee", action: "refund", amount: left },
      ...until(disputeUntil, { by: "payer", action: "dispute", amount: null }),
      ...after(claimableAfter, { by: "anyone", action: "claim", amount: left }),
      ...after(refundableAfter, { by: "anyone", action: "refund", amount: left }),
    ],
    time,
  );
  const [before, afterwards] = ORDER_STATUSES[state];
  const isOver = time > (claimableAfter ?? refundableAfter ?? time);
  return { status: isOver ? afterwards : before, left, due, actions, accrual: null };
}

function accrualAt(deal: IndexedDeal, { time, terms, times, left, due }: Moment): DealStanding {
  const { funded } = deal;
  const owed = owedAt(terms, BigInt(time));
  const arrears = owed > funded ? owed - funded : 0n;
  const accrual = { owed, arrears, fundedUntil: Number(coveredUntil(terms, funded)) };
  const claimableFrom = due > 0n ? undefined : nextDue(deal);
  const claim: Timed =
    left > 0n && claimableFrom !== undefined && claimableFrom > time
      ? { by: "anyone", action: "claim", after: BigInt(claimableFrom - 1), amount: null }
      : { by: "anyone", action: "claim", amount: due };
  const end = times.refundableAfter;
  const actions = notOver(
    [
      claim,
      { by: "anyone", action: "topUp", amount: null, until: end },
      { by: "payee", action: "refund", amount: left },
      { by: "payer", action: "cancel", amount: null },
      { by: "payee", action: "cancel", amount: null },
      ...(end === undefined
        ? []
        : [{ by: "anyone", action: "refund", after: end, amount: spareAt(deal, terms, end) } as const]),
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

/** What is neither owed nor paid at the end: it does not change afterwards, and claims do not change it before. */
function spareAt({ funded, paid }: IndexedDeal, terms: StandingTerms, end: bigint): bigint {
  const owed = owedAt(terms, end);
  const spent = owed > paid ? owed : paid;
  return funded > spent ? funded - spent : 0n;
}

/** The first second in which more is owed than was paid; undefined when nothing more will be owed. */
function nextDue(deal: IndexedDeal): number | undefined {
  const periods = Number(deal.paid / deal.price);
  const isStream = deal.period === 1;
  const next = deal.start + periods * deal.period + (isStream ? 1 : 0);
  // The last second of a stream is still owed; a period that would begin at the end is not.
  const last = isStream ? deal.deadline : deal.deadline - 1;
  return deal.deadline !== 0 && next > last ? undefined : next;
}
