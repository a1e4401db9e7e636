import { dealIdOf, draftOrder, openOrder, signOrderPayment } from "@servicecoin/sdk";
import { nextTime } from "@servicecoin/sdk/internal";
import type { Flow } from "../flow/flow.ts";
import { rememberService } from "../store/orderedServices.ts";
import { inScv } from "../ui/format.ts";
import { dateOf } from "../ui/Time.tsx";
import { amountLine } from "./dealTerms.ts";
import { orderLines, type OrderToOpen } from "./openOrder.ts";
import { PAYMENT_VALID_FOR, reviewOfSigning } from "./signing.tsx";

/** Signs the payment of an order, which somebody else opens with it. */
export const signOrderFlow: Flow<OrderToOpen> = {
  name: "signOrderPayment",
  async review(context, order) {
    const { client, t } = context;
    const { payee, price, deliverWithin, window, arbiter, serviceId } = order;
    const deal = await draftOrder(client, { payee, price, deliverWithin, window, arbiter });
    const [now] = await Promise.all([nextTime(client), openOrder.simulate(client, { deal })]);
    // An order that is opened at its last moment leaves no time to deliver.
    const end = now + PAYMENT_VALID_FOR;
    const validBefore = end < deal.deadline ? end : deal.deadline;
    return reviewOfSigning(context, {
      kind: "order",
      title: t.gasless.titles.order(inScv(price)),
      lines: [amountLine(t.flow.leaves, price, "leaves"), ...orderLines(deal, t)],
      validUntil: dateOf(Number(validBefore)),
      warnings: arbiter === undefined ? [t.orders.noArbiter] : [],
      async sign() {
        const signed = await signOrderPayment(client, { deal, validBefore });
        rememberService(dealIdOf(client, deal), serviceId);
        const place = { chainId: Number(client.chainId), contract: client.addresses.PaymentHub };
        return { kind: "order", place, signed };
      },
    });
  },
};
