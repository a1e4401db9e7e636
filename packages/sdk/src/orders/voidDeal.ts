import { action, call } from "../core/action.js";
import { payeeSide } from "../credit/payoutAccount.js";
import { toDeal } from "../deals.js";
import type { OneDeal } from "../hub/parties.js";

/**
 * Voids a deal that has not been opened yet, and with it every signature on it. Only the payer or the payee may do
 * this, and the owner of a payout account that is the payee.
 * @throws ServiceCoinError `HubUnauthorized`, `HubWrongStatus`
 */
export const voidDeal = action(async (client, { deal }: OneDeal) => {
  const side = await payeeSide(client, deal);
  return call(side.void, [toDeal(deal)]);
});
