import { action, call } from "../core/action.js";
import { toDeal } from "../deals.js";
import { dealIdOf } from "../hub/ids.js";
import type { OpenOrder } from "./openOrder.js";

/**
 * Pays an order into escrow out of the client's allowance for the hub (ERC-20), for accounts that cannot use
 * `openOrder`.
 * @throws ServiceCoinError as `openOrder`, and `ERC20InsufficientAllowance`
 */
export const openOrderWithAllowance = action(
  ({ hub }, { deal, quote = "0x" }: OpenOrder) => call(hub.open, [toDeal(deal), deal.price, quote]),
  (_sent, client, { deal }): { dealId: string } => ({ dealId: dealIdOf(client, deal) }),
);
