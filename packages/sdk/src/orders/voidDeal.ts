import { action, call } from "../core/action.js";
import { toDeal } from "../deals.js";
import type { OneDeal } from "../hub/parties.js";

/**
 * Makes a deal that was not opened yet impossible, and so every signature on it. By its payer or payee.
 * @throws ServiceCoinError `HubUnauthorized`, `HubWrongStatus`
 */
export const voidDeal = action(({ hub }, { deal }: OneDeal) => call(hub.void, [toDeal(deal)]));
