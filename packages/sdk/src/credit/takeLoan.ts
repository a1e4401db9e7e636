import { action, call } from "../core/action.js";
import { toDeal } from "../deals.js";
import { domainOf } from "../domain.js";
import { requireEvent } from "../requireEvent.js";
import { canonicalSignature } from "../sign.js";
import { loanData } from "./loan.js";
import type { LoanOffer } from "./signLoanOffer.js";

/**
 * Takes a lender's offer: the client's account becomes the borrower and receives the principal, less the DAO's fee. A
 * collateral comes out of the client's allowance for `Credit`.
 * @throws ServiceCoinError `CreditInvalidSignature`, `CreditTooLate`, `CreditWrongStatus`, `CreditUnauthorized`,
 * `CreditInvalidParties`, `CreditInvalidAmount`, `CreditInvalidRate`, `CreditInvalidSchedule`,
 * `CreditInvalidSecurity`, `CreditFeeMismatch`, `CreditUnknownAccount`, `CreditAccountPledged`, `CreditWrongOrders`,
 * `CreditTooManyOrders`, `CreditTooManyLoans`, `CreditInvalidOrder`, `CreditOrderPledged`, `CreditInsufficientCover`;
 * `ERC20InsufficientBalance` and `ERC20InsufficientAllowance` of the lender or of the client
 * @example
 * ```ts
 * const { loanId, received } = await takeLoan(client, loanOfferOf(JSON.parse(text)));
 * ```
 */
export const takeLoan = action(
  (client, { loan, orders, signature }: LoanOffer) => {
    const data = loanData(domainOf(client, "Credit"), loan);
    return call(client.credit.take, [loan, orders.map(toDeal), canonicalSignature(data, loan.lender, signature)]);
  },
  (sent): { loanId: string; received: bigint; fee: bigint } => {
    const { id: loanId, loan, fee } = requireEvent(sent, "LoanTaken").args;
    return { loanId, received: loan.amount - fee, fee };
  },
);
