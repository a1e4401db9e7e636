import { action, call } from "../core/action.js";
import { payeeSide } from "../credit/payoutAccount.js";
import { toDeal } from "../deals.js";
import { requireEvent } from "../requireEvent.js";
import type { OneDeal, Split } from "./parties.js";

const cancelDeal = action(
  async (client, { deal }: OneDeal) => {
    const side = await payeeSide(client, deal);
    return call(side.cancel, [toDeal(deal)]);
  },
  (sent): Split => {
    const { toPayee, toPayer, fee } = requireEvent(sent, "Canceled").args;
    return { toPayee, toPayer, fee };
  },
);

/**
 * Ends a stream: the payee gets what it owes and is funded, the payer gets the rest. Only the payer or the payee may do
 * this, and the owner of a payout account that is the payee.
 * @throws ServiceCoinError `HubWrongKind`, `HubUnauthorized`, `HubWrongStatus`, `PayoutAccountPledged`
 */
export const cancelStream = cancelDeal;

/**
 * Ends a subscription: the payee gets what it owes and is funded, the payer gets the rest. The current period is owed
 * in full. Only the payer or the payee may do this, and the owner of a payout account that is the payee.
 * @throws ServiceCoinError `HubWrongKind`, `HubUnauthorized`, `HubWrongStatus`, `PayoutAccountPledged`
 */
export const cancelSubscription = cancelDeal;
