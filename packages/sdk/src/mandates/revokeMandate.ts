import { action, call } from "../core/action.js";
import type { Mandate } from "../deals.js";

/**
 * Ends a mandate permanently, even before it is accepted. Only the payer or the payee may do this.
 * @throws ServiceCoinError `HubUnauthorized`, `HubRevoked`
 */
export const revokeMandate = action(({ hub }, { mandate }: { mandate: Mandate }) => call(hub.revoke, [mandate]));
