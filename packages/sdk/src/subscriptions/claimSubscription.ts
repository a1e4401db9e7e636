import { claimDeal } from "../hub/claim.js";

/**
 * Pays the payee what a subscription owes by now, as far as it is funded. Anyone may.
 * @throws ServiceCoinError `HubWrongStatus`, `HubNothingDue`
 */
export const claimSubscription = claimDeal;
