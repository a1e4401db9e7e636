import type { Loan } from "./terms.js";

/** Part of a debt that time changes. */
export interface Debt {
  readonly principal: bigint;
  readonly charges: bigint;
  readonly accruedAt: bigint;
}

type Dates = Pick<Loan, "due" | "period" | "instalments" | "grace">;

/** A rate of this much per second is 100%. */
const WHOLE = 10n ** 18n;

/** The last due date of a loan that has one. */
export function lastDue({ due, period, instalments }: Dates): bigint {
  return due + period * (instalments - 1n);
}

/** The debt with simple interest up to a time; none accrues once the loan has lapsed. */
export function accrued<Some extends Debt>(
  debt: Some,
  terms: Dates & Pick<Loan, "rate" | "lateRate">,
  lapsesAt: bigint,
  now: bigint,
): Some {
  const until = now < lapsesAt ? now : lapsesAt;
  if (until <= debt.accruedAt) return debt;
  const lateFrom = terms.due === 0n ? lapsesAt : lastDue(terms) + terms.grace;
  const [before, after] = [secondsOf(debt.accruedAt, until, 0n, lateFrom), secondsOf(debt.accruedAt, until, lateFrom)];
  const interest = (debt.principal * (terms.rate * before + terms.lateRate * after)) / WHOLE;
  return { ...debt, charges: debt.charges + interest, accruedAt: until };
}

/** How many due dates have passed with their grace period. */
export function datesPassed({ due, period, instalments, grace }: Dates, now: bigint): bigint {
  const since = now - due - grace;
  if (due === 0n || since <= 0n) return 0n;
  if (instalments === 1n) return 1n;
  const started = (since + period - 1n) / period;
  return started < instalments ? started : instalments;
}

/** The principal above the equal parts that are still to come, and with it all charges. Nothing before the first date. */
export function overdueOf({ principal, charges }: Debt, terms: Dates & Pick<Loan, "amount">, now: bigint): bigint {
  const passed = datesPassed(terms, now);
  if (passed === 0n) return 0n;
  const toCome = (terms.amount * (terms.instalments - passed)) / terms.instalments;
  return principal > toCome ? charges + principal - toCome : 0n;
}

/** The debt after a payment, which goes to the charges first. */
export function repaid<Some extends Debt>(debt: Some, amount: bigint): Some {
  const toCharges = amount < debt.charges ? amount : debt.charges;
  return { ...debt, charges: debt.charges - toCharges, principal: debt.principal - (amount - toCharges) };
}

/** Seconds from one time to another that lie within these bounds. */
function secondsOf(from: bigint, until: bigint, first: bigint, end = until): bigint {
  const start = from > first ? from : first;
  const stop = until < end ? until : end;
  return stop > start ? stop - start : 0n;
}
