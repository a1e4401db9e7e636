import { action, call } from "../core/action.js";
import { toDeal } from "../deals.js";
import { requireEvent } from "../requireEvent.js";
import type { OneDeal, Split } from "./parties.js";

const cancelDeal = action(
  ({ hub }, { deal }: OneDeal) => call(hub.cancel, [toDeal(deal)]),
  (sent): Split => {
    const { toPayee, toPayer, fee } = requireEvent(sent, "Canceled").args;
    return { toPayee, toPayer, fee };
  },
);

/**
 * Ends a stream: the payee gets what it owes and is funded, the payer gets the rest. Only the payer or the payee may do
 * this.
 * @throws ServiceCoinError `HubWrongKind`, `HubUnauthorized`, `HubWrongStatus`
 */
export const cancelStream = cancelDeal;

/**
 * Ends a subscription: the payee gets what it owes and is funded, the payer gets the rest. The current period is owed
 * in full. Only the payer or the payee may do this.
 * @throws ServiceCoinError `HubWrongKind`, `HubUnauthorized`, `HubWrongStatus`
 */
export const cancelSubscription = cancelDeal;
