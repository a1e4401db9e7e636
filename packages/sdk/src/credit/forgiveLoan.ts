import { action, call } from "../core/action.js";
import { requireEvent } from "../requireEvent.js";

/**
 * Ends a loan without further payment; the collateral returns to the borrower. Only the lender may do this.
 * @throws ServiceCoinError `CreditUnauthorized`, `CreditWrongStatus`
 */
export const forgiveLoan = action(
  ({ credit }, { loanId }: { loanId: string }) => call(credit.forgive, [loanId]),
  (sent): { unpaid: bigint; collateral: bigint } => {
    const { unpaid, collateral } = requireEvent(sent, "LoanEnded").args;
    return { unpaid, collateral };
  },
);
