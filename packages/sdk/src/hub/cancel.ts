import { action, call } from "../core/action.js";
import { toDeal } from "../deals.js";
import { requireEvent } from "../requireEvent.js";
import type { OneDeal, Split } from "./parties.js";

/** Ends a stream or subscription. @throws ServiceCoinError `HubWrongKind`, `HubUnauthorized`, `HubWrongStatus` */
export const cancelDeal = action(
  ({ hub }, { deal }: OneDeal) => call(hub.cancel, [toDeal(deal)]),
  (sent): Split => {
    const { toPayee, toPayer, fee } = requireEvent(sent, "Canceled").args;
    return { toPayee, toPayer, fee };
  },
);
