import type { Deal } from "@servicecoin/sdk";
import { callClaim, checkClaim, findDeals } from "./deals.js";
import type { Duty } from "./duty.js";

/** Delivered orders whose dispute window is over: the payee gets the rest. */
export const claimOrders: Duty<Deal> = {
  kind: "claimOrders",
  most: 50,
  find: (sources, now) => findDeals(sources, now, { kind: "claimOrders", of: "orders", direction: "due" }),
  check: checkClaim,
  call: callClaim,
};
