import { action } from "../core/action.js";
import { dealIdOf } from "../hub/ids.js";
import { openMany } from "../hub/open.js";
import type { OpenOrder } from "./openOrder.js";

/**
 * Pays many orders into escrow with one transfer, all or nothing, out of the client's allowance for the hub (ERC-20).
 * @throws ServiceCoinError as `openOrder`, each with the `index` of the order; `HubEmptyBatch`,
 * `ERC20InsufficientAllowance`
 */
export const openOrders = action(
  (client, { orders }: { orders: readonly OpenOrder[] }) =>
    openMany(
      client,
      orders.map(({ deal, quote }) => ({ deal, amount: deal.price, quote })),
    ),
  (_sent, client, { orders }): { dealIds: string[] } => ({ dealIds: orders.map(({ deal }) => dealIdOf(client, deal)) }),
);
