import { accrueTo, afterPayment, lastDueOf, notYetDue, type LoanAccount } from "./interest.js";
import type { Loan } from "./loan.js";
import { COLLECTION_PERIOD } from "./limits.js";

/** A due date of a loan. Amounts are base units of SCV, times are seconds since 1970. */
export interface Instalment {
  dueAt: bigint;
  /** After this second the amount is overdue and can be collected. */
  overdueAfter: bigint;
  /** Part of the principal that is due. */
  principal: bigint;
  /** Charges and interest that are due, if everything before was paid on its due date. */
  charges: bigint;
  /** Principal that is left afterwards. */
  left: bigint;
}

/** The terms of a loan that its schedule depends on. */
export type ScheduleTerms = Pick<
  Loan,
  "amount" | "charge" | "rate" | "lateRate" | "due" | "period" | "instalments" | "grace"
>;

/**
 * Returns the due dates of a loan and what is due on each, if it is paid on time. Empty for a loan without a due date.
 * @param takenAt When the loan was taken, or will be: interest accrues from then on. Seconds since 1970.
 * @example
 * ```ts
 * const { loan } = await findLoan(client, loanId);
 * for (const { dueAt, principal, charges } of loanSchedule(loan, 1_767_225_600n)) {
 *   console.log(new Date(Number(dueAt) * 1000), formatScv(principal + charges), "SCV");
 * }
 * ```
 */
export function loanSchedule(terms: ScheduleTerms, takenAt: bigint): Instalment[] {
  const { amount, charge, due, period, instalments, grace } = terms;
  if (due === 0n) return [];
  let account: LoanAccount = {
    ...terms,
    principal: amount,
    charges: charge,
    accruedAt: takenAt,
    lapsesAt: lastDueOf(terms) + COLLECTION_PERIOD,
  };
  return Array.from({ length: Number(instalments) }, (_item, index) => {
    const dueAt = due + period * BigInt(index);
    const left = notYetDue(terms, BigInt(index) + 1n);
    account = accrueTo(account, dueAt);
    const { charges } = account;
    const principal = account.principal - left;
    account = afterPayment(account, charges + principal);
    return { dueAt, overdueAfter: dueAt + grace, principal, charges, left };
  });
}
