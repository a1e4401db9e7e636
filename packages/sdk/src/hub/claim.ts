import { action, call } from "../core/action.js";
import { toDeal, type Deal } from "../deals.js";
import { requireEvent } from "../requireEvent.js";
import type { OneDeal, Paid, PaidDeal } from "./parties.js";

const claimDeal = action(
  ({ hub }, { deal }: OneDeal) => call(hub.claim, [toDeal(deal)]),
  (sent): Paid => {
    const { amount, fee } = requireEvent(sent, "Claimed").args;
    return { amount, fee };
  },
);

/**
 * Pays the payee the rest of a delivered order after its dispute window. Anyone may do this.
 * @throws ServiceCoinError `HubWrongStatus`, `HubTooEarly`
 * @example
 * ```ts
 * const { amount } = await claimOrder(client, { deal });
 * console.log("Paid", formatScv(amount), "SCV");
 * ```
 */
export const claimOrder = claimDeal;

/**
 * Pays the payee what a stream owes by now, as far as it is funded. Anyone may do this.
 * @throws ServiceCoinError `HubWrongStatus`, `HubNothingDue`
 * @example
 * ```ts
 * const { amount } = await claimStream(client, { deal });
 * console.log("Paid", formatScv(amount), "SCV");
 * ```
 */
export const claimStream = claimDeal;

/**
 * Pays the payee what a subscription owes by now, as far as it is funded. Anyone may do this.
 * @throws ServiceCoinError `HubWrongStatus`, `HubNothingDue`
 */
export const claimSubscription = claimDeal;

/**
 * Pays one payee what is due of many orders, streams and subscriptions, in one transfer, all or nothing. Anyone may do
 * this.
 * @throws ServiceCoinError `HubDifferentPayee`, `HubEmptyBatch`, `HubWrongStatus`, `HubTooEarly`, `HubNothingDue`, each
 * with the `index` of the deal
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
