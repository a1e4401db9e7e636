import { accountByAddress } from "./accounts.js";
import { dealById, dealEvents, deals } from "./deals.js";
import { escrow } from "./escrow.js";
import { feedbackList, feedbackResponses } from "./feedback.js";
import { readiness, statusRoute } from "./health.js";
import { history } from "./history.js";
import { accountIncome } from "./income.js";
import { loanById, loanEvents, loans } from "./loans.js";
import { mandateById, mandates } from "./mandates.js";
import { matches } from "./matching.js";
import { pairs, payments, servicePayments } from "./payments.js";
import { payoutAccountByAddress, payoutAccounts } from "./payoutAccounts.js";
import { proposalById, proposals, proposalVotes, voterVotes, voting } from "./proposals.js";
import { serviceById, services } from "./services.js";
import { feeCollections, fees, settingChanges, settings } from "./settings.js";
import { statisticsByUnit, statisticsOfPeriod } from "./statistics.js";
import { accountTransfers, transfers } from "./transfers.js";
import { budgets, caps, treasuryFlows } from "./treasury.js";
import { validations } from "./validations.js";
import { delegations, delegators, voters, votingPower } from "./voters.js";

/** Every route, in the order of the documents. */
export const ROUTES = [
  ...[statusRoute, readiness],
  ...[accountByAddress, accountTransfers, accountIncome, transfers],
  ...[payments, pairs, history],
  ...[deals, escrow, dealById, dealEvents, mandates, mandateById],
  ...[loans, loanById, loanEvents, payoutAccounts, payoutAccountByAddress],
  ...[services, serviceById, servicePayments, feedbackList, feedbackResponses, validations, matches],
  ...[proposals, proposalById, proposalVotes],
  ...[voting, voters, delegators, delegations, votingPower, voterVotes],
  ...[treasuryFlows, budgets, caps],
  ...[settings, settingChanges, fees, feeCollections],
  ...[statisticsByUnit, statisticsOfPeriod],
] as const;
