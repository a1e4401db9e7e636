/**
 * The hub's arithmetic, without calls to the chain and without ethers: what a deal owes, what is due, and until when.
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
