import { action, call } from "../core/action.js";
import { toDeal } from "../deals.js";
import type { OneDeal, Split } from "../hub/parties.js";
import { requireEvent } from "../requireEvent.js";

/** An arbiter's decision. */
export interface OrderResolution extends OneDeal {
  /** Base units of SCV that the payee gets in all, what it got before included; the payer gets the rest. */
  total: bigint;
}

/**
 * The arbiter splits what is left of a disputed order, and closes it.
 * @throws ServiceCoinError `HubWrongKind`, `HubUnauthorized`, `HubWrongStatus`, `HubTooLate`
 */
export const resolveOrder = action(
  ({ hub }, { deal, total }: OrderResolution) => call(hub.resolve, [toDeal(deal), total]),
  (sent): Split => {
    const { toPayee, toPayer, fee } = requireEvent(sent, "Resolved").args;
    return { toPayee, toPayer, fee };
  },
);
