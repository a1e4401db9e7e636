import { claimDeal } from "../hub/claim.js";

/**
 * Pays the payee what a stream owes by now, as far as it is funded. Anyone may.
 * @throws ServiceCoinError `HubWrongStatus`, `HubNothingDue`
 */
export const claimStream = claimDeal;
