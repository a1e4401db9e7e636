import { MaxUint256 } from "ethers";
import { action, call } from "../core/action.js";
import { toDeal } from "../deals.js";
import type { OneDeal, Paid } from "../hub/parties.js";
import { requireEvent } from "../requireEvent.js";

/** A release to the payee. */
export interface OrderRelease extends OneDeal {
  /**
   * Base units of SCV that the payee receives in total, including what it has already received. Default: everything.
   */
  total?: bigint | undefined;
}

/**
 * Releases the money of an order, or a part of it, to the payee. Only the payer may do this. Sending the same total
 * twice pays once.
 * @throws ServiceCoinError `HubWrongKind`, `HubUnauthorized`, `HubWrongStatus`, `HubNothingDue`
 * @example
 * ```ts
 * const { amount, fee } = await releaseOrder(client, { deal });
 * console.log("The payee received", formatScv(amount - fee), "SCV");
 * ```
 */
export const releaseOrder = action(
  ({ hub }, { deal, total = MaxUint256 }: OrderRelease) => call(hub.release, [toDeal(deal), total]),
  (sent): Paid => {
    const { amount, fee } = requireEvent(sent, "Released").args;
    return { amount, fee };
  },
);
