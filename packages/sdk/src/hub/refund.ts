import { MaxUint256 } from "ethers";
import { action, call } from "../core/action.js";
import { toDeal } from "../deals.js";
import { requireEvent } from "../requireEvent.js";
import type { OneDeal } from "./parties.js";

/** A refund to the payer. */
export interface Refund extends OneDeal {
  /** Base units of SCV. Default: everything that can be refunded now. */
  amount?: bigint | undefined;
}

const refundDeal = action(
  ({ hub }, { deal, amount = MaxUint256 }: Refund) => call(hub.refund, [toDeal(deal), amount]),
  (sent): { amount: bigint } => ({ amount: requireEvent(sent, "Refunded").args.amount }),
);

/**
 * Refunds the payer of an order. The payee may refund any part at any time. Anyone may refund the rest of an order that
 * was not delivered in time, or that its arbiter did not resolve within 30 days.
 * @throws ServiceCoinError `HubWrongStatus`, `HubTooEarly`, `HubUnauthorized`, `HubInvalidAmount`
 * @example
 * ```ts
 * const { amount } = await refundOrder(client, { deal });
 * console.log("Refunded", formatScv(amount), "SCV");
 * ```
 */
export const refundOrder = refundDeal;

/**
 * Refunds the payer of a stream. The payee may refund any part at any time. After the deadline, anyone may refund what
 * is not owed.
 * @throws ServiceCoinError `HubWrongStatus`, `HubTooEarly`, `HubUnauthorized`, `HubInvalidAmount`
 */
export const refundStream = refundDeal;

/**
 * Refunds the payer of a subscription. The payee may refund any part at any time. After the deadline, anyone may refund
 * what is not owed.
 * @throws ServiceCoinError `HubWrongStatus`, `HubTooEarly`, `HubUnauthorized`, `HubInvalidAmount`
 */
export const refundSubscription = refundDeal;
