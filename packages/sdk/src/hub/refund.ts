import { MaxUint256, ZeroAddress, ZeroHash } from "ethers";
import { inNextBlock } from "../clock.js";
import { action, call } from "../core/action.js";
import type { Client } from "../core/client.js";
import { payeeSide } from "../credit/payoutAccount.js";
import { toDeal, type Deal } from "../deals.js";
import { requireEvent } from "../requireEvent.js";
import { dealIdOf } from "./ids.js";
import type { OneDeal } from "./parties.js";

/** A refund to the payer. */
export interface Refund extends OneDeal {
  /** Base units of SCV. Default: everything that can be refunded now. */
  amount?: bigint | undefined;
}

/** A payout account refuses to refund a pledged deal, but what anyone may refund needs no payee. */
async function refundingSide(client: Client, deal: Deal) {
  const side = await payeeSide(client, deal);
  if (side === client.hub) return side;
  const pledge = await client.credit.pledgeOf(deal.payee, dealIdOf(client, deal));
  if (pledge === ZeroHash) return side;
  const free = await inNextBlock((at) => client.hub.refundableOf(toDeal(deal), ZeroAddress, at));
  return free === 0n ? side : client.hub;
}

const refundDeal = action(
  async (client, { deal, amount = MaxUint256 }: Refund) => {
    const side = await refundingSide(client, deal);
    return call(side.refund, [toDeal(deal), amount]);
  },
  (sent): { amount: bigint } => ({ amount: requireEvent(sent, "Refunded").args.amount }),
);

/**
 * Refunds the payer of an order. The payee may refund any part at any time. Anyone may refund the rest of an order that
 * was not delivered in time, or that its arbiter did not resolve within 30 days.
 * @throws ServiceCoinError `HubWrongStatus`, `HubTooEarly`, `HubUnauthorized`, `HubInvalidAmount`,
 * `PayoutAccountPledged`
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
 * @throws ServiceCoinError `HubWrongStatus`, `HubTooEarly`, `HubUnauthorized`, `HubInvalidAmount`,
 * `PayoutAccountPledged`
 */
export const refundStream = refundDeal;

/**
 * Refunds the payer of a subscription. The payee may refund any part at any time. After the deadline, anyone may refund
 * what is not owed.
 * @throws ServiceCoinError `HubWrongStatus`, `HubTooEarly`, `HubUnauthorized`, `HubInvalidAmount`,
 * `PayoutAccountPledged`
 */
export const refundSubscription = refundDeal;
