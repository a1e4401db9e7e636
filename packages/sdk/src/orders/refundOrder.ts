import { refundDeal } from "../hub/refund.js";

/**
 * Gives the payer money back: the payee any part at any time; anyone all that is left of an order that was not delivered in time, or whose
 * arbiter was silent for 30 days.
 * @throws ServiceCoinError `HubWrongStatus`, `HubTooEarly`, `HubUnauthorized`, `HubInvalidAmount`
 */
export const refundOrder = refundDeal;
