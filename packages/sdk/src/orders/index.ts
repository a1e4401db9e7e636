export { claimOrder } from "../hub/claim.js";
export { dealIdOf } from "../hub/ids.js";
export { findDeal, listDeals, type DealFilter, type OpenedDeal } from "../hub/openedDeals.js";
export type { OneDeal, Paid, PaidDeal, Split } from "../hub/parties.js";
export { readDeal } from "../hub/readDeal.js";
export { readDeals, type StandingFilter } from "../hub/readDeals.js";
export { ARBITRATION_PERIOD, kindOf, type DealStanding, type DealTimes } from "../hub/standing.js";
export { refundOrder, type Refund } from "../hub/refund.js";
export { DEAL_STATES, type DealState } from "../hub/states.js";
export { deliverOrder, type Delivery } from "./deliverOrder.js";
export { disputeOrder, type OrderDispute } from "./disputeOrder.js";
export { DELIVER_WITHIN, DISPUTE_WINDOW, draftOrder, type OrderDraft } from "./draftOrder.js";
export { openOrder, type OpenOrder } from "./openOrder.js";
export { openOrders } from "./openOrders.js";
export { openOrderWithAllowance } from "./openOrderWithAllowance.js";
export { releaseOrder, type OrderRelease } from "./releaseOrder.js";
export { resolveOrder, type OrderResolution } from "./resolveOrder.js";
export { signOrder, type SignedOrder } from "./signOrder.js";
export {
  orderPaymentData,
  PAYMENT_VALID_FOR,
  signOrderPayment,
  type OrderPayment,
  type SignedOrderPayment,
} from "./signOrderPayment.js";
export { signRelease, type SignedRelease } from "./signRelease.js";
export { submitOrderPayment } from "./submitOrderPayment.js";
export { submitReleases } from "./submitReleases.js";
export { submitSignedOrder } from "./submitSignedOrder.js";
export { voidDeal } from "./voidDeal.js";
