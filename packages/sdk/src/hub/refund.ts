import { MaxUint256 } from "ethers";
import { action, call } from "../core/action.js";
import { toDeal } from "../deals.js";
import { requireEvent } from "../requireEvent.js";
import type { OneDeal } from "./parties.js";

/** What goes back to the payer. */
export interface Refund extends OneDeal {
  /** Base units of SCV; all that can be refunded now unless told. */
  amount?: bigint | undefined;
}

/**
 * Gives the payer of any deal money back: the payee any part at any time, anyone what time has decided.
 * @throws ServiceCoinError `HubWrongStatus`, `HubTooEarly`, `HubUnauthorized`, `HubInvalidAmount`
 */
export const refundDeal = action(
  ({ hub }, { deal, amount = MaxUint256 }: Refund) => call(hub.refund, [toDeal(deal), amount]),
  (sent): { amount: bigint } => ({ amount: requireEvent(sent, "Refunded").args.amount }),
);
