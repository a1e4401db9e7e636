export { cancelSubscription } from "./cancelSubscription.js";
export { claimSubscription } from "./claimSubscription.js";
export { draftSubscription, type SubscriptionDraft } from "./draftSubscription.js";
export { openSubscription } from "./openSubscription.js";
export { openSubscriptions } from "./openSubscriptions.js";
export { readSubscription } from "./readSubscription.js";
export { refundSubscription } from "./refundSubscription.js";
export { topUpSubscription } from "./topUpSubscription.js";
