import type { Deal } from "@servicecoin/sdk";
import { callRefund, checkRefund, findDeals } from "./deals.js";
import type { Duty } from "./duty.js";

/** Orders that were not delivered in time, and disputes that the arbiter did not decide in time: back to the payer. */
export const refundOrders: Duty<Deal> = {
  kind: "refundOrders",
  most: 1,
  find: (sources, now) => findDeals(sources, now, { kind: "refundOrders", of: "orders", direction: "refundable" }),
  check: checkRefund,
  call: callRefund,
};
