import { lastDueOf, type LoanAccount } from "@servicecoin/sdk/arithmetic";
import { COLLECTION_PERIOD, MAX_TERM } from "@servicecoin/sdk/internal";
import type { Row } from "../store/schema.js";

type Loan = Row<"loans">;

/** The columns that say what a loan owes, amounts as they are stored or exact. */
export type DebtColumns = Pick<
  Loan,
  "rate" | "lateRate" | "due" | "period" | "instalments" | "grace" | "accruedAt" | "lapsesAt"
> &
  Record<"amount" | "principal" | "charges", bigint | string>;

/** What a loan owes, as the arithmetic takes it. */
export function loanAccountOf(loan: DebtColumns): LoanAccount {
  return {
    ...{ amount: BigInt(loan.amount), principal: BigInt(loan.principal), charges: BigInt(loan.charges) },
    ...{ rate: BigInt(loan.rate), lateRate: BigInt(loan.lateRate), due: BigInt(loan.due) },
    ...{ period: BigInt(loan.period), instalments: BigInt(loan.instalments), grace: BigInt(loan.grace) },
    ...{ accruedAt: BigInt(loan.accruedAt), lapsesAt: BigInt(loan.lapsesAt) },
  };
}

/** The first second in which nothing can be collected any more. @param takenAt When the loan was taken. */
export function lapseOf(terms: Pick<LoanAccount, "due" | "period" | "instalments">, takenAt: bigint): bigint {
  return (terms.due === 0n ? takenAt + MAX_TERM : lastDueOf(terms)) + COLLECTION_PERIOD;
}

/**
 * The due date of what must be repaid next; undefined if nothing has a due date. `grace` seconds after it the loan is
 * overdue, unless something is repaid until then. Charges are due with the principal.
 * @param loan As its last event left it.
 */
export function nextUnpaidDueOf(loan: LoanAccount): bigint | undefined {
  const { due, period, principal } = loan;
  return due === 0n || principal === 0n ? undefined : due + period * (firstUnpaidOf(loan) - 1n);
}

/** Number of the first due date, from 1, whose part of the principal is not repaid. */
function firstUnpaidOf({ amount, principal, instalments }: LoanAccount): bigint {
  return instalments - (principal * instalments - 1n) / amount;
}
