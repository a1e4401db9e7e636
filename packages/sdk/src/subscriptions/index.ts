export { cancelSubscription } from "../hub/cancel.js";
export { claimSubscription } from "../hub/claim.js";
export { openSubscription, openSubscriptions, topUpSubscription } from "../hub/openAccrual.js";
export { readSubscription } from "../hub/readAccrual.js";
export { refundSubscription } from "../hub/refund.js";
export { draftSubscription, type SubscriptionDraft } from "./draftSubscription.js";
