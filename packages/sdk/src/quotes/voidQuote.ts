import { ZeroAddress } from "ethers";
import { action, call } from "../core/action.js";
import { toDeal } from "../deals.js";
import type { OneDeal } from "../hub/parties.js";

/**
 * Voids a quote of these terms; deals that were opened with it continue. Only the payee may do this.
 * @throws ServiceCoinError `HubUnauthorized`, `HubWrongStatus`
 */
export const voidQuote = action(({ hub }, { deal }: OneDeal) =>
  call(hub.void, [toDeal({ ...deal, payer: ZeroAddress })]),
);
