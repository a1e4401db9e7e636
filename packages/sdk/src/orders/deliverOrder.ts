import { ZeroHash } from "ethers";
import { action, call } from "../core/action.js";
import { toDeal } from "../deals.js";
import type { OneDeal } from "../hub/parties.js";

/** A delivery. */
export interface Delivery extends OneDeal {
  /** 32 bytes, for example the hash of what was delivered. Default: zero. */
  proof?: string | undefined;
}

/**
 * Marks an order as delivered, which starts the payer's dispute window. Only the payee may do this.
 * @throws ServiceCoinError `HubWrongKind`, `HubUnauthorized`, `HubWrongStatus`, `HubTooLate`
 * @example
 * ```ts
 * await deliverOrder(client, { deal, proof: id("parcel 17") });
 * ```
 */
export const deliverOrder = action(({ hub }, { deal, proof = ZeroHash }: Delivery) =>
  call(hub.deliver, [toDeal(deal), proof]),
);
