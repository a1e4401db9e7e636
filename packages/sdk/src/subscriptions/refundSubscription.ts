import { refundDeal } from "../hub/refund.js";

/**
 * Gives the payer money of a subscription back: the payee any part at any time; anyone, after its deadline, what it does not owe.
 * @throws ServiceCoinError `HubWrongStatus`, `HubTooEarly`, `HubUnauthorized`, `HubInvalidAmount`
 */
export const refundSubscription = refundDeal;
