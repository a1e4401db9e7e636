import { ZeroHash } from "ethers";
import { action, call } from "../core/action.js";
import { toDeal } from "../deals.js";
import type { OneDeal } from "../hub/parties.js";

/** A delivery. */
export interface Delivery extends OneDeal {
  /** 32 bytes, for example the hash of what was delivered; zero unless told. */
  proof?: string | undefined;
}

/**
 * The payee says that the order is delivered; the payer's window to dispute begins.
 * @throws ServiceCoinError `HubWrongKind`, `HubUnauthorized`, `HubWrongStatus`, `HubTooLate`
 */
export const deliverOrder = action(({ hub }, { deal, proof = ZeroHash }: Delivery) =>
  call(hub.deliver, [toDeal(deal), proof]),
);
