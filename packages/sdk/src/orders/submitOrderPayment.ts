import { action, call } from "../core/action.js";
import { toDeal } from "../deals.js";
import { dealIdOf } from "../hub/ids.js";
import { canonicalSignature } from "../sign.js";
import { orderPaymentData, type SignedOrderPayment } from "./signOrderPayment.js";

/**
 * Opens a deal with the payment that its payer signed (ERC-3009). Anyone may do this; the sender pays only gas.
 * @throws ServiceCoinError as `openOrder`; `ERC3009InvalidSignature`, `ERC3009InvalidAuthorizationTime`,
 * `ERC3009UsedAuthorization`
 */
export const submitOrderPayment = action(
  (client, payment: SignedOrderPayment) => {
    const { deal, amount, validBefore } = payment;
    const signature = canonicalSignature(orderPaymentData(client, payment), deal.payer, payment.signature);
    return call(client.hub.openWithAuthorization, [toDeal(deal), amount, validBefore, signature]);
  },
  (_sent, client, { deal }): { dealId: string } => ({ dealId: dealIdOf(client, deal) }),
);
