/**
 * The contracts' arithmetic, without calls to the chain and without ethers: what a deal or a loan owes, what is due and
 * until when, and the hub's fee. Small enough for the first load of a web page.
 *
 * @module
 */
export {
  accrueTo,
  afterPayment,
  lastDueOf,
  loanOwedAt,
  nextDueAt,
  overdueAt,
  RATE_UNIT,
  rateOf,
  yearlyBpsOf,
  type LoanAccount,
} from "./credit/interest.js";
export { loanSchedule, type Instalment, type ScheduleTerms } from "./credit/loanSchedule.js";
export { feeOf, netOf } from "./hub/fee.js";
export { coveredUntil, owedAt, type AccrualTerms } from "./hub/accrual.js";
export {
  amountsAt,
  ARBITRATION_PERIOD,
  timesOf,
  type DealTimes,
  type Escrow,
  type StandingTerms,
} from "./hub/standing.js";
