import { action, call } from "../core/action.js";
import { toDeal } from "../deals.js";
import type { OneDeal, Split } from "../hub/parties.js";
import { requireEvent } from "../requireEvent.js";

/** An arbiter's decision. */
export interface OrderResolution extends OneDeal {
  /**
   * Base units of SCV that the payee receives in total, including what it has already received. The payer receives the
   * rest.
   */
  total: bigint;
}

/**
 * Splits what is left of a disputed order, and closes it. Only the arbiter may do this.
 * @throws ServiceCoinError `HubWrongKind`, `HubUnauthorized`, `HubWrongStatus`, `HubTooLate`
 */
export const resolveOrder = action(
  ({ hub }, { deal, total }: OrderResolution) => call(hub.resolve, [toDeal(deal), total]),
  (sent): Split => {
    const { toPayee, toPayer, fee } = requireEvent(sent, "Resolved").args;
    return { toPayee, toPayer, fee };
  },
);
