import { applyCaps } from "./applyCaps.js";
import { chargeMandates } from "./chargeMandates.js";
import { claimAccruals } from "./claimAccruals.js";
import { claimOrders } from "./claimOrders.js";
import { collectFees } from "./collectFees.js";
import { collectLoans } from "./collectLoans.js";
import { anyDuty, type AnyDuty, type DutyKind } from "./duty.js";
import { executeProposals } from "./executeProposals.js";
import { queueProposals } from "./queueProposals.js";
import { refundAccruals } from "./refundAccruals.js";
import { refundOrders } from "./refundOrders.js";

/** All duties by kind. */
export const DUTIES: Readonly<Record<DutyKind, AnyDuty>> = {
  claimOrders: anyDuty(claimOrders),
  claimAccruals: anyDuty(claimAccruals),
  refundOrders: anyDuty(refundOrders),
  refundAccruals: anyDuty(refundAccruals),
  chargeMandates: anyDuty(chargeMandates),
  collectLoans: anyDuty(collectLoans),
  queueProposals: anyDuty(queueProposals),
  executeProposals: anyDuty(executeProposals),
  applyCaps: anyDuty(applyCaps),
  collectFees: anyDuty(collectFees),
};
