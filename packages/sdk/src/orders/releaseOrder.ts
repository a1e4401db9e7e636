import { MaxUint256 } from "ethers";
import { action, call } from "../core/action.js";
import { toDeal } from "../deals.js";
import type { OneDeal, Paid } from "../hub/parties.js";
import { requireEvent } from "../requireEvent.js";

/** What the payee may have. */
export interface OrderRelease extends OneDeal {
  /** Base units of SCV that the payee gets in all, what it got before included. All unless told. */
  total?: bigint | undefined;
}

/**
 * The payer lets the payee have the money of an order, or a part. The same total sent twice pays once.
 * @throws ServiceCoinError `HubWrongKind`, `HubUnauthorized`, `HubWrongStatus`, `HubNothingDue`
 */
export const releaseOrder = action(
  ({ hub }, { deal, total = MaxUint256 }: OrderRelease) => call(hub.release, [toDeal(deal), total]),
  (sent): Paid => {
    const { amount, fee } = requireEvent(sent, "Released").args;
    return { amount, fee };
  },
);
