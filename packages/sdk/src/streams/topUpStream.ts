import { action } from "../core/action.js";
import { payInto, requireState, type TopUp } from "../hub/open.js";

/**
 * Adds the client's coins to a stream that is open (ERC-1363). What it owes by now is paid first; what it will not owe goes back to its
 * payer, whoever added it.
 * @throws ServiceCoinError `HubWrongStatus`, `HubTooLate`, `HubInvalidAmount`, `ERC20InsufficientBalance`
 */
export const topUpStream = action(async (client, topUp: TopUp) => {
  await requireState(client, topUp.deal, "open");
  return payInto(client, topUp);
});
