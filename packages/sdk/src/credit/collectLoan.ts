import { action, call } from "../core/action.js";
import { loanSourceOf, type LoanSource } from "./states.js";

/** What was collected from one source. */
export interface Collected {
  source: LoanSource;
  /** Base units of SCV. */
  amount: bigint;
}

/**
 * Pays the lender what pledged orders have paid, and what is overdue from the other securities. Ends the loan if it has
 * lapsed, or if its orders can pay nothing more. Anyone may do this.
 * @throws ServiceCoinError `CreditWrongStatus`, `CreditNothingDue`
 */
export const collectLoan = action(
  ({ credit }, { loanId }: { loanId: string }) => call(credit.collect, [loanId]),
  ({ events }): { amount: bigint; collected: Collected[] } => {
    const collected = events.flatMap((event) => {
      if (event.name !== "LoanCollected") return [];
      return [{ source: loanSourceOf(event.args.source), amount: event.args.amount }];
    });
    return { amount: collected.reduce((sum, { amount }) => sum + amount, 0n), collected };
  },
);
