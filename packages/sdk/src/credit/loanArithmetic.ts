/** The arithmetic of loans, the same as the contract's: `LoanSchedule.sol`. Amounts are base units, times are seconds. */

/** The unit of interest rates: a rate of 1e18 per second would double the debt every second. */
export const RATE_UNIT = 10n ** 18n;

const YEAR = 365n * 86_400n;

/** Longest time from taking a loan to its last due date, in seconds. */
export const MAX_TERM = 5n * YEAR;

/** Seconds after the last due date in which a loan can be collected. */
export const COLLECTION_PERIOD = 2n * YEAR;

/** The terms that decide when something is due. */
export interface LoanDates {
  /** First due date; 0 if the loan is repaid only from its orders. */
  due: bigint;
  /** Time between due dates; 0 if there is only one. */
  period: bigint;
  /** Number of due dates; 0 if `due` is 0. */
  instalments: bigint;
  /** Time after a due date in which nothing is collected. */
  grace: bigint;
}

/** What a loan owes, and the terms that decide how it changes. */
export interface LoanDebt extends LoanDates {
  /** Principal at the beginning. */
  amount: bigint;
  /** Unpaid principal. */
  principal: bigint;
  /** Unpaid charges and interest up to `accruedAt`. */
  charges: bigint;
  accruedAt: bigint;
  /** Interest per second, in units of 1e-18. */
  rate: bigint;
  /** Interest per second after the last due date and the grace period. */
  lateRate: bigint;
  /** First second in which nothing can be collected any more, except from the collateral. */
  lapsesAt: bigint;
}

/** Returns the last due date of a loan that has one. */
export function lastDueOf({ due, period, instalments }: LoanDates): bigint {
  return due + period * (instalments - 1n);
}

/** Returns the first second in which nothing can be collected any more. @param takenAt When the loan was taken. */
export function lapseOf(dates: LoanDates, takenAt: bigint): bigint {
  return (dates.due === 0n ? takenAt + MAX_TERM : lastDueOf(dates)) + COLLECTION_PERIOD;
}

/** Returns the interest from `accruedAt` to a time, rounded down. Nothing accrues after the loan has lapsed. */
export function interestAt(debt: LoanDebt, time: bigint): bigint {
  const { due, grace, accruedAt, lapsesAt, principal, rate, lateRate } = debt;
  const until = least(time, lapsesAt);
  if (until <= accruedAt) return 0n;
  const lateFrom = due === 0n ? until : greatest(accruedAt, lastDueOf(debt) + grace);
  const late = greatest(until - lateFrom, 0n);
  return (principal * (rate * (until - accruedAt - late) + lateRate * late)) / RATE_UNIT;
}

/** Returns the loan with the interest up to a time in its charges. */
export function accrueLoan<Debt extends LoanDebt>(debt: Debt, time: bigint): Debt {
  const accruedAt = greatest(debt.accruedAt, least(time, debt.lapsesAt));
  return { ...debt, charges: debt.charges + interestAt(debt, time), accruedAt };
}

/** Returns the loan after a payment: it is deducted from the charges first, then from the principal. */
export function payLoan<Debt extends LoanDebt>(debt: Debt, amount: bigint): Debt {
  const toCharges = least(amount, debt.charges);
  return { ...debt, charges: debt.charges - toCharges, principal: debt.principal - (amount - toCharges) };
}

/** Returns what is still to be repaid, interest up to `accruedAt` included. */
export function owedOf({ principal, charges }: LoanDebt): bigint {
  return principal + charges;
}

/**
 * Returns the part of what is owed whose due date and grace period have passed.
 * @param debt With interest up to this time.
 */
export function overdueAt(debt: LoanDebt, time: bigint): bigint {
  const { due, grace, charges, principal } = debt;
  if (due === 0n || time <= due + grace) return 0n;
  return charges + greatest(principal - notYetDueOf(debt, passedAt(debt, time)), 0n);
}

/**
 * Returns the due date by which something must be repaid next; undefined if nothing has a due date. The loan is overdue
 * `grace` seconds after this date, unless it is repaid by then.
 */
export function nextDueOf(debt: LoanDebt): bigint | undefined {
  const { due, period, instalments, grace, charges, principal, rate, accruedAt } = debt;
  if (due === 0n || principal + charges === 0n) return undefined;
  const passed = accruedAt <= due + grace ? 0n : passedAt(debt, accruedAt);
  const dateOf = (number: bigint) => due + period * (number - 1n);
  const byPrincipal = firstUnpaid(debt);
  if (byPrincipal !== undefined && byPrincipal <= passed) return dateOf(byPrincipal);
  if (charges > 0n && passed > 0n) return dateOf(passed);
  // Each due date takes the charges and the interest up to then.
  const next = charges > 0n || rate > 0n ? passed + 1n : (byPrincipal ?? instalments);
  return dateOf(least(next, instalments));
}

/** Number of the first instalment whose part of the principal is not repaid. */
function firstUnpaid({ amount, principal, instalments }: LoanDebt): bigint | undefined {
  if (principal === 0n) return undefined;
  // The least number for which `notYetDueOf` is less than the principal.
  return instalments - (principal * instalments - 1n) / amount;
}

/** Number of due dates whose grace period is over at a time after the first of them. */
function passedAt({ due, grace, period, instalments }: LoanDates, time: bigint): bigint {
  return instalments > 1n ? least(instalments, (time - due - grace - 1n) / period + 1n) : 1n;
}

function notYetDueOf({ amount, instalments }: LoanDebt, passed: bigint): bigint {
  return (amount * (instalments - passed)) / instalments;
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

function greatest(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
