/** Interest rates are per second in units of 10^-18: a rate of `RATE_UNIT` would double the debt every second. */
export const RATE_UNIT = 10n ** 18n;

const BASIS_POINTS = 10_000n;

/** The year of a yearly rate: 365 days. */
const YEAR = 365n * 86_400n;

/** What the interest and the due dates of a loan depend on. Amounts are base units of SCV, times seconds since 1970. */
export interface LoanAccount {
  /** Principal at the beginning. */
  amount: bigint;
  /** Unpaid principal. */
  principal: bigint;
  /** Unpaid charges and interest up to `accruedAt`. */
  charges: bigint;
  /** Time up to which interest is included in `charges`. */
  accruedAt: bigint;
  /** Interest per second, in units of 10^-18. */
  rate: bigint;
  /** Interest per second after the last due date and the grace period. */
  lateRate: bigint;
  /** First due date, or 0. */
  due: bigint;
  /** Seconds between due dates, or 0. */
  period: bigint;
  /** Number of due dates. */
  instalments: bigint;
  /** Seconds after a due date in which nothing is overdue. */
  grace: bigint;
  /** When the loan lapses: no interest accrues from then on. */
  lapsesAt: bigint;
}

/** Returns the rate per second of a yearly rate in basis points, rounded down: 1250 is 12.5 % in 365 days. */
export function rateOf(yearlyBps: bigint): bigint {
  return (yearlyBps * RATE_UNIT) / (BASIS_POINTS * YEAR);
}

/** Returns the yearly rate in basis points of a rate per second, rounded to the nearest. The inverse of `rateOf`. */
export function yearlyBpsOf(rate: bigint): bigint {
  return (rate * BASIS_POINTS * YEAR + RATE_UNIT / 2n) / RATE_UNIT;
}

/** Returns the loan with the interest up to a time among its charges, as the contract computes it. */
export function accrueTo<Account extends LoanAccount>(loan: Account, time: bigint): Account {
  const until = least(time, loan.lapsesAt);
  if (until <= loan.accruedAt) return loan;
  const lateFrom = loan.due === 0n ? until : most(loan.accruedAt, lastDueOf(loan) + loan.grace);
  const late = most(until - lateFrom, 0n);
  const regular = until - loan.accruedAt - late;
  const interest = (loan.principal * (loan.rate * regular + loan.lateRate * late)) / RATE_UNIT;
  return { ...loan, charges: loan.charges + interest, accruedAt: until };
}

/** Returns what ends a loan if it is repaid at a time, in base units of SCV. */
export function loanOwedAt(loan: LoanAccount, time: bigint): bigint {
  const { principal, charges } = accrueTo(loan, time);
  return principal + charges;
}

/**
 * Returns the part of what is owed at a time whose due date and grace period have passed, in base units of SCV: the
 * principal above what the remaining instalments cover, and with it all charges. Without such principal nothing is
 * overdue: payments go to the charges first, so what accrued since belongs to the next due date.
 */
export function overdueAt(loan: LoanAccount, time: bigint): bigint {
  const passed = passedAt(loan, time);
  if (passed === 0n) return 0n;
  const { principal, charges } = accrueTo(loan, time);
  const left = notYetDue(loan, passed);
  return principal > left ? principal + charges - left : 0n;
}

/** Returns the loan after a payment of at most what is owed: first the charges are paid, then the principal. */
export function afterPayment<Account extends LoanAccount>(loan: Account, amount: bigint): Account {
  const charges = least(amount, loan.charges);
  return { ...loan, charges: loan.charges - charges, principal: loan.principal - (amount - charges) };
}

/** Returns the last due date, in seconds since 1970, for a loan that has one. */
export function lastDueOf({ due, period, instalments }: Pick<LoanAccount, "due" | "period" | "instalments">): bigint {
  return due + period * (instalments - 1n);
}

/** Returns the first due date whose grace period has not passed at a time, or undefined if there is none. */
export function nextDueAt(loan: LoanAccount, time: bigint): bigint | undefined {
  const passed = passedAt(loan, time);
  return passed === loan.instalments ? undefined : loan.due + loan.period * passed;
}

/** Returns the principal, in base units of SCV, that is due only after so many due dates. */
export function notYetDue(
  { amount, instalments }: Pick<LoanAccount, "amount" | "instalments">,
  passed: bigint,
): bigint {
  return (amount * (instalments - passed)) / instalments;
}

/** Number of due dates whose grace period has passed. */
function passedAt({ due, period, instalments, grace }: LoanAccount, time: bigint): bigint {
  if (due === 0n || time <= due + grace) return 0n;
  if (instalments === 1n) return 1n;
  return least(instalments, (time - due - grace - 1n) / period + 1n);
}

function least(one: bigint, other: bigint): bigint {
  return one < other ? one : other;
}

function most(one: bigint, other: bigint): bigint {
  return one > other ? one : other;
}
