import type { Deal } from "../deals.js";
import { owedAt, type AccrualTerms } from "./accrual.js";
import type { DealState } from "./states.js";

/** Seconds in which the arbiter must resolve a dispute; afterwards anyone can refund the payer. */
export const ARBITRATION_PERIOD = 30n * 86_400n;

/** The current standing of a deal. Amounts are base units of SCV, times are seconds since 1970. */
export interface DealStanding {
  dealId: string;
  deal: Deal;
  kind: "order" | "stream" | "subscription";
  state: DealState;
  /** Deposits minus refunds. */
  funded: bigint;
  /** What the payee has received, fees included. */
  paid: bigint;
  /** What is left in the deal. The payee may refund all of it. */
  left: bigint;
  /** What a claim would pay now. */
  due: bigint;
  /** What anyone could refund now. */
  refundable: bigint;
  times: DealTimes;
}

/**
 * The time limits that apply in the current state; the others are missing. Each `...Until` is the last second in which
 * the action is allowed; each `...After` is the last second in which it is not.
 */
export interface DealTimes {
  /** When the order was delivered or, later, disputed. */
  markedAt?: bigint;
  /** The payee can deliver until then. */
  deliverUntil?: bigint;
  /** The payer can dispute until then. */
  disputeUntil?: bigint;
  /** After this anyone can claim a delivered order for the payee. */
  claimableAfter?: bigint;
  /** The arbiter can decide until then. */
  resolveUntil?: bigint;
  /** After this anyone can refund what is not owed. */
  refundableAfter?: bigint;
}

/** What the hub stores of a deal. */
export interface Escrow {
  state: DealState;
  funded: bigint;
  paid: bigint;
  /** When an order was delivered or, later, disputed; otherwise 0. */
  markedAt: bigint;
}

/** The terms of a deal that its standing depends on. */
export type StandingTerms = AccrualTerms & Pick<Deal, "window" | "arbiter">;

/** What a deal is, by its period. */
export function kindOf({ period }: Pick<Deal, "period">): DealStanding["kind"] {
  if (period === 0n) return "order";
  return period === 1n ? "stream" : "subscription";
}

/** The standing of a deal at a time, without a call to the chain. Same arithmetic as the contract. */
export function standingAt(dealId: string, deal: Deal, escrow: Escrow, time: bigint): DealStanding {
  const { state, funded, paid } = escrow;
  const times = timesOf(deal, state, escrow.markedAt);
  return { dealId, deal, kind: kindOf(deal), state, funded, paid, ...amountsAt(deal, escrow, time), times };
}

/** What is left, due and refundable at a time, without a call to the chain. Same arithmetic as the contract. */
export function amountsAt(
  terms: StandingTerms,
  escrow: Escrow,
  time: bigint,
): Pick<DealStanding, "left" | "due" | "refundable"> {
  const { state, funded, paid, markedAt } = escrow;
  const left = funded - paid;
  const accrued = terms.period === 0n ? 0n : accruedAt(terms, escrow, time);
  const { claimableAfter, refundableAfter } = timesOf(terms, state, markedAt);
  const due = claimableAfter === undefined ? accrued : time > claimableAfter ? left : 0n;
  const refundable = refundableAfter !== undefined && time > refundableAfter ? left - accrued : 0n;
  return { left, due, refundable };
}

/** What a stream or subscription owes, as far as it is funded and not yet paid. */
function accruedAt(terms: StandingTerms, { state, funded, paid }: Escrow, time: bigint): bigint {
  if (state !== "open") return 0n;
  const owed = owedAt(terms, time);
  const payable = owed < funded ? owed : funded;
  return payable > paid ? payable - paid : 0n;
}

/** The limits that apply in a state. */
export function timesOf(
  { period, deadline, window, arbiter }: StandingTerms,
  state: DealState,
  markedAt: bigint,
): DealTimes {
  if (period !== 0n) return state === "open" && deadline !== 0n ? { refundableAfter: deadline } : {};
  if (state === "open") return { deliverUntil: deadline, refundableAfter: deadline };
  const decided = markedAt + ARBITRATION_PERIOD;
  if (state === "disputed") return { markedAt, resolveUntil: decided, refundableAfter: decided };
  if (state !== "delivered") return {};
  const end = markedAt + window;
  return { markedAt, claimableAfter: end, ...(BigInt(arbiter) !== 0n && { disputeUntil: end }) };
}
