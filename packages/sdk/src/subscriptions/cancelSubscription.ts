import { cancelDeal } from "../hub/cancel.js";

/**
 * Ends a subscription: what it owes and is funded goes to the payee, the rest to the payer. The period that has
 * begun is owed in full. By payer or payee.
 * @throws ServiceCoinError `HubWrongKind`, `HubUnauthorized`, `HubWrongStatus`
 */
export const cancelSubscription = cancelDeal;
