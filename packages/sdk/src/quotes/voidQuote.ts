import { ZeroAddress } from "ethers";
import { action, call } from "../core/action.js";
import { payeeSide } from "../credit/payoutAccount.js";
import { toDeal } from "../deals.js";
import type { OneDeal } from "../hub/parties.js";

/**
 * Voids a quote of these terms; deals that were opened with it continue. Only the payee may do this, and the owner of a
 * payout account that is the payee.
 * @throws ServiceCoinError `HubUnauthorized`, `HubWrongStatus`
 */
export const voidQuote = action(async (client, { deal }: OneDeal) => {
  const quoted = { ...deal, payer: ZeroAddress };
  const side = await payeeSide(client, quoted);
  return call(side.void, [toDeal(quoted)]);
});
