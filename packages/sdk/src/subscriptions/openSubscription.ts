import { action } from "../core/action.js";
import { dealIdOf } from "../hub/ids.js";
import { payInto, requireState, type OpenAccrual } from "../hub/open.js";

/**
 * Opens a subscription with the client's coins, in one transaction and without an allowance (ERC-1363). Refunds go to the payer that the deal
 * names. A subscription that is open already is refused before anything is sent: `topUpSubscription` is for that.
 * @throws ServiceCoinError `HubInvalidParties`, `HubInvalidTerms`, `HubFeeMismatch`, `HubWrongStatus`, `HubInvalidAmount`,
 * `HubInvalidSignature`, `ERC20InsufficientBalance`
 */
export const openSubscription = action(
  async (client, opening: OpenAccrual) => {
    await requireState(client, opening.deal, "none");
    return payInto(client, opening);
  },
  (_sent, client, { deal }): { dealId: string } => ({ dealId: dealIdOf(client, deal) }),
);
