import { action, call, type Sent } from "../core/action.js";
import { toDeal, type Deal } from "../deals.js";
import { requireEvent } from "../requireEvent.js";
import type { OneDeal, Paid, PaidDeal } from "./parties.js";

/** What was claimed of the first deal. */
function claimed(sent: Sent): Paid {
  const { amount, fee } = requireEvent(sent, "Claimed").args;
  return { amount, fee };
}

/**
 * Pays the payee of any deal what time made due. Anyone may.
 * @throws ServiceCoinError `HubWrongStatus`, `HubTooEarly`, `HubNothingDue`
 */
export const claimDeal = action(({ hub }, { deal }: OneDeal) => call(hub.claim, [toDeal(deal)]), claimed);

/**
 * Pays one payee what time made due of many orders, streams and subscriptions, with one transfer, all or nothing. Anyone may.
 * @throws ServiceCoinError `HubDifferentPayee`, `HubEmptyBatch`, `HubWrongStatus`, `HubTooEarly`, `HubNothingDue`, each with the `index`
 * of the deal
 */
export const claimMany = action(
  ({ hub }, { deals }: { deals: readonly Deal[] }) => call(hub.claimMany, [deals.map(toDeal)]),
  ({ events }): { claims: PaidDeal[] } => ({
    claims: events.flatMap((event) => {
      if (event.name !== "Claimed") return [];
      const { id: dealId, amount, fee } = event.args;
      return [{ dealId, amount, fee }];
    }),
  }),
);
