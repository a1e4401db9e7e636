import { claimDeal } from "../hub/claim.js";

/**
 * Pays the payee all that is left of a delivered order whose window is over. Anyone may.
 * @throws ServiceCoinError `HubWrongStatus`, `HubTooEarly`
 */
export const claimOrder = claimDeal;
