export { acceptPayoutAccount } from "./acceptPayoutAccount.js";
export { checkLoan, type PledgedLoan } from "./checkLoan.js";
export { collectLoan, type Collected } from "./collectLoan.js";
export { createPayoutAccount, type NewPayoutAccount } from "./createPayoutAccount.js";
export { describeSecurity, type LoanSecurity } from "./describeSecurity.js";
export { draftLoan, OFFER_VALID_FOR, type LoanDraft } from "./draftLoan.js";
export { forgiveLoan } from "./forgiveLoan.js";
export { RATE_UNIT, rateOf, yearlyBpsOf } from "./interest.js";
export { listPayoutAccounts } from "./listPayoutAccounts.js";
export { loanData, loanIdOf, pledgeHashOf, type Loan } from "./loan.js";
export { loanSchedule, type Instalment, type ScheduleTerms } from "./loanSchedule.js";
export { formatLoanOffer, loanOfferOf, loanTermsOf } from "./offerDocument.js";
export { ownsPayoutAccount, payoutAccountAt } from "./payoutAccount.js";
export type { PledgeableOrder } from "./pledgedOrders.js";
export { readLoan, readLoans, type LoanStanding } from "./readLoan.js";
export { payoutAccountOf, readPayoutAccount, type PayoutAccountStanding } from "./readPayoutAccount.js";
export { repayLoan, type LoanRepayment } from "./repayLoan.js";
export { signLoanOffer, type LoanOffer } from "./signLoanOffer.js";
export { LOAN_ENDS, LOAN_SOURCES, LOAN_STATES, type LoanEnd, type LoanSource, type LoanState } from "./states.js";
export { takeLoan } from "./takeLoan.js";
export { findLoan, listLoans, type LoanFilter, type TakenLoan } from "./takenLoans.js";
export { transferPayoutAccount, type PayoutAccountTransfer } from "./transferPayoutAccount.js";
export { verifyLoanOffer } from "./verifyLoanOffer.js";
export { voidLoanOffer } from "./voidLoanOffer.js";
export {
  withdrawFromPayoutAccount,
  withdrawTokenFromPayoutAccount,
  type TokenWithdrawal,
  type Withdrawal,
} from "./withdrawFromPayoutAccount.js";
