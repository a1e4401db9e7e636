import { MaxUint256 } from "ethers";
import { action, call } from "../core/action.js";
import { requireEvent } from "../requireEvent.js";

/** A repayment. */
export interface LoanRepayment {
  loanId: string;
  /** Base units of SCV. Default, and if it is more than is owed: everything that is owed. */
  amount?: bigint | undefined;
}

/**
 * Repays a loan, or a part of it, out of the client's allowance for `Credit` (`approve`). Any account may do this. What
 * is left of a borrower's allowance can be collected later if the loan allows it.
 * @throws ServiceCoinError `CreditWrongStatus`, `CreditNothingDue`, `ERC20InsufficientBalance`,
 * `ERC20InsufficientAllowance`
 * @example
 * ```ts
 * const { owed } = await repayLoan(client, { loanId, amount: parseScv("25") });
 * console.log("Still owed:", formatScv(owed), "SCV");
 * ```
 */
export const repayLoan = action(
  ({ credit }, { loanId, amount = MaxUint256 }: LoanRepayment) => call(credit.repay, [loanId, amount]),
  (sent): { amount: bigint; owed: bigint } => {
    const { amount, owed } = requireEvent(sent, "LoanRepaid").args;
    return { amount, owed };
  },
);
