/**
 * Arithmetic of the hub and of loans, without calls to the chain and without ethers: what is owed, what is due, and when.
 * Small enough for the first load of a web page.
 *
 * @module
 */
export { coveredUntil, owedAt, type AccrualTerms } from "./hub/accrual.js";
export {
  amountsAt,
  ARBITRATION_PERIOD,
  timesOf,
  type DealTimes,
  type Escrow,
  type StandingTerms,
} from "./hub/standing.js";
export {
  accrueLoan,
  COLLECTION_PERIOD,
  interestAt,
  lapseOf,
  lastDueOf,
  MAX_TERM,
  nextDueOf,
  overdueAt,
  owedOf,
  payLoan,
  RATE_UNIT,
  type LoanDates,
  type LoanDebt,
} from "./credit/loanArithmetic.js";
