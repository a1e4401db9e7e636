import type { Client } from "../core/client.js";
import { ServiceCoinError } from "../core/errors.js";
import type { Deal } from "../deals.js";
import { netOf } from "../hub/fee.js";
import { dealIdOf } from "../hub/ids.js";
import { kindOf } from "../hub/standing.js";
import { DEAL_STATES, dealStateOf, type DealState } from "../hub/states.js";

/** What an order can still pay to its payee. */
export interface PledgeableOrder {
  dealId: string;
  deal: Deal;
  state: DealState;
  /** Base units of SCV that it still holds for the payee, fee deducted. */
  held: bigint;
}

/** Reads what orders can still pay. @throws ServiceCoinError `Unreachable` */
export function readPledgeable(client: Client, orders: readonly Deal[]): Promise<PledgeableOrder[]> {
  return Promise.all(
    orders.map(async (deal) => {
      const dealId = dealIdOf(client, deal);
      const { funded, paid, status } = await client.hub.escrowOf(dealId);
      const held = netOf(funded, deal.feeBps) - netOf(paid, deal.feeBps);
      return { dealId, deal, state: dealStateOf(status), held };
    }),
  );
}

/** @throws ServiceCoinError `CreditInvalidOrder` when a deal cannot be pledged by this account */
export function requirePledgeable(orders: readonly PledgeableOrder[], account: string): void {
  for (const { dealId, deal, state } of orders) {
    const isOpen = state === "open" || state === "delivered";
    if (isOpen && kindOf(deal) === "order" && deal.payee.toLowerCase() === account.toLowerCase()) continue;
    const status = BigInt(DEAL_STATES.indexOf(state));
    throw new ServiceCoinError("CreditInvalidOrder", { order: dealId, payee: deal.payee, status });
  }
}
