import { cancelDeal } from "../hub/cancel.js";

/**
 * Ends a stream: what it owes and is funded goes to the payee, the rest to the payer. By payer or payee.
 * @throws ServiceCoinError `HubWrongKind`, `HubUnauthorized`, `HubWrongStatus`
 */
export const cancelStream = cancelDeal;
