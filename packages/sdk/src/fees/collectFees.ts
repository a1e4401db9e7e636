import { action, call } from "../core/action.js";
import { requireEvent } from "../requireEvent.js";

/** Sends the hub's fees to the treasury. Anyone may do this. @throws ServiceCoinError `HubNothingDue` */
export const collectFees = action(
  ({ hub }) => call(hub.collect, []),
  (sent): { amount: bigint } => ({ amount: requireEvent(sent, "Collected").args.amount }),
);
