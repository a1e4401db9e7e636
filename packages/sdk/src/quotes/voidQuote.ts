import { ZeroAddress } from "ethers";
import { action, call } from "../core/action.js";
import { toDeal } from "../deals.js";
import type { OneDeal } from "../hub/parties.js";

/**
 * Makes a quote of these terms void; deals that were opened with it go on. By its payee.
 * @throws ServiceCoinError `HubUnauthorized`, `HubWrongStatus`
 */
export const voidQuote = action(({ hub }, { deal }: OneDeal) =>
  call(hub.void, [toDeal({ ...deal, payer: ZeroAddress })]),
);
