import type { Instalment, Loan } from "@servicecoin/sdk";

const BPS = 10_000n;
const YEAR = 365n * 86_400n;

/** What a loan costs the borrower who pays on time. Amounts are base units of SCV. */
export interface LoanCost {
  /** The DAO's fee, deducted from what is paid out. */
  fee: bigint;
  /** What the borrower receives. */
  received: bigint;
  /** Interest until the last due date; 0 without one, when nobody knows how long it takes. */
  interest: bigint;
  /** Fee, fixed charge and interest. */
  total: bigint;
  /** What is repaid in all, the fee not included. */
  repaid: bigint;
  /** The cost as simple interest on the principal for as long as it is lent, in basis points; undefined if unknown. */
  yearlyBps: bigint | undefined;
}

/** Computes what a loan costs. @param takenAt When it is taken, in seconds since 1970 */
export function costOf(loan: Loan, schedule: readonly Instalment[], takenAt: bigint): LoanCost {
  const fee = (loan.amount * loan.feeBps) / BPS;
  const charges = schedule.reduce((sum, one) => sum + one.charges, 0n);
  const interest = schedule.length === 0 ? 0n : charges - loan.charge;
  const total = fee + loan.charge + interest;
  // Principal times seconds: each part is lent until its own due date.
  const lent = schedule.reduce((sum, { principal, dueAt }) => sum + principal * (dueAt - takenAt), 0n);
  return {
    ...{ fee, received: loan.amount - fee, interest, total, repaid: loan.amount + loan.charge + interest },
    yearlyBps: lent === 0n ? undefined : (total * BPS * YEAR + lent / 2n) / lent,
  };
}
