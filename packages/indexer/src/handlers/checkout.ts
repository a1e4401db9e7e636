import { ZeroHash } from "ethers";
import type { Handlers } from "./event.js";
import { recordPayment } from "./payments.js";
import { isPayment } from "./serviceCoin.js";

export const checkout: Handlers<"Checkout"> = {
  /** The coins come from the pair: only this event names who paid. A deal's payments are those of the hub. */
  CheckedOut({ buyer, to, id, amount }, context) {
    if (id === ZeroHash || !isPayment(context, buyer, to)) return;
    recordPayment(context, { kind: "transfer", payer: buyer, payee: to, amount, fee: 0n, source: null });
  },
};
