import { ZeroHash } from "ethers";
import { action, call } from "../core/action.js";
import { toDeal } from "../deals.js";
import type { OneDeal } from "../hub/parties.js";

/** A dispute. */
export interface OrderDispute extends OneDeal {
  /** 32 bytes, for example the hash of the complaint. Default: zero. */
  reason?: string | undefined;
}

/**
 * Disputes a delivery within the window; the arbiter then has 30 days to decide. Only the payer may do this.
 * @throws ServiceCoinError `HubWrongKind`, `HubUnauthorized`, `HubWrongStatus`, `HubTooLate`
 */
export const disputeOrder = action(({ hub }, { deal, reason = ZeroHash }: OrderDispute) =>
  call(hub.dispute, [toDeal(deal), reason]),
);
