import { action, call } from "../core/action.js";
import { payeeSide } from "../credit/payoutAccount.js";
import type { Mandate } from "../deals.js";

/**
 * Ends a mandate permanently, even before it is accepted. Only the payer or the payee may do this, and
 * the owner of a payout account that is the payee.
 * @throws ServiceCoinError `HubUnauthorized`, `HubRevoked`
 */
export const revokeMandate = action(async (client, { mandate }: { mandate: Mandate }) => {
  const side = await payeeSide(client, mandate);
  return call(side.revoke, [mandate]);
});
