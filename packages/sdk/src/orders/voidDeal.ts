import { action, call } from "../core/action.js";
import { toDeal } from "../deals.js";
import type { OneDeal } from "../hub/parties.js";

/**
 * Voids a deal that has not been opened yet, and with it every signature on it. Only the payer or the payee may do
 * this.
 * @throws ServiceCoinError `HubUnauthorized`, `HubWrongStatus`
 */
export const voidDeal = action(({ hub }, { deal }: OneDeal) => call(hub.void, [toDeal(deal)]));
