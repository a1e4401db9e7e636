import { ZeroHash } from "ethers";
import { action, call } from "../core/action.js";
import { payeeSide } from "../credit/payoutAccount.js";
import { toDeal } from "../deals.js";
import type { OneDeal } from "../hub/parties.js";

/** A delivery. */
export interface Delivery extends OneDeal {
  /** 32 bytes, for example the hash of what was delivered. Default: zero. */
  proof?: string | undefined;
}

/**
 * Marks an order as delivered, which starts the payer's dispute window. Only the payee may do this, and the owner of a
 * payout account that is the payee.
 * @throws ServiceCoinError `HubWrongKind`, `HubUnauthorized`, `HubWrongStatus`, `HubTooLate`
 * @example
 * ```ts
 * await deliverOrder(client, { deal, proof: id("parcel 17") });
 * ```
 */
export const deliverOrder = action(async (client, { deal, proof = ZeroHash }: Delivery) => {
  const side = await payeeSide(client, deal);
  return call(side.deliver, [toDeal(deal), proof]);
});
