import type { Deal } from "@servicecoin/sdk";
import { callClaim, checkClaim, findDeals } from "./deals.js";
import type { Duty } from "./duty.js";

/** Streams and subscriptions that owe something: the payee gets it. */
export const claimAccruals: Duty<Deal> = {
  kind: "claimAccruals",
  most: 50,
  find: (sources, now) => findDeals(sources, now, { kind: "claimAccruals", of: "accruals", direction: "due" }),
  check: checkClaim,
  call: callClaim,
};
