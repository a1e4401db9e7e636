import { action } from "../core/action.js";
import { dealIdOf } from "../hub/ids.js";
import { openMany, type OpenAccrual } from "../hub/open.js";

/**
 * Opens many subscriptions with one transfer, all or nothing, out of the client's allowance for the hub (ERC-20). One that is open already is
 * topped up.
 * @throws ServiceCoinError as `openSubscription`, each with the `index` of the subscription; `HubEmptyBatch`, `ERC20InsufficientAllowance`
 */
export const openSubscriptions = action(
  (client, { subscriptions }: { subscriptions: readonly OpenAccrual[] }) => openMany(client, subscriptions),
  (_sent, client, { subscriptions }): { dealIds: string[] } => ({
    dealIds: subscriptions.map(({ deal }) => dealIdOf(client, deal)),
  }),
);
