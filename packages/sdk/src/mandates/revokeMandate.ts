import { action, call } from "../core/action.js";
import type { Mandate } from "../deals.js";

/**
 * Ends a mandate for ever, also before it is accepted. By its payer or payee.
 * @throws ServiceCoinError `HubUnauthorized`, `HubRevoked`
 */
export const revokeMandate = action(({ hub }, { mandate }: { mandate: Mandate }) => call(hub.revoke, [mandate]));
