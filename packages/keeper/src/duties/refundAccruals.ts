import type { Deal } from "@servicecoin/sdk";
import { callRefund, checkRefund, findDeals } from "./deals.js";
import type { Duty } from "./duty.js";

/** Streams and subscriptions past their end: the payer gets back what they do not owe. */
export const refundAccruals: Duty<Deal> = {
  kind: "refundAccruals",
  most: 1,
  find: (sources, now) => findDeals(sources, now, { kind: "refundAccruals", of: "accruals", direction: "refundable" }),
  check: checkRefund,
  call: callRefund,
};
