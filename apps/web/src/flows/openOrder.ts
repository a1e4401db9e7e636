import { draftOrder, openOrder } from "@servicecoin/sdk";
import { createElement } from "react";
import type { Flow } from "../flow/flow.ts";
import { Address } from "../ui/Address.tsx";
import { Amount } from "../ui/Amount.tsx";
import { dateOf } from "../ui/Time.tsx";
import { duration, percent } from "../ui/format.ts";
import { accountLine } from "./dealTerms.ts";

/** An order to open. */
export interface OrderToOpen {
  payee: string;
  /** Base units of SCV. */
  price: bigint;
  /** Seconds. */
  deliverWithin: bigint;
  /** Seconds in which the customer reviews the delivery. */
  window: bigint;
  /** What it is called on the page. */
  serviceName: string;
  arbiter?: string;
}

/** Pays an order into escrow. */
export const openOrderFlow: Flow<OrderToOpen> = {
  name: "openOrder",
  async review({ client, t }, { payee, price, deliverWithin, window, serviceName, arbiter }) {
    const deal = await draftOrder(client, { payee, price, deliverWithin, window, arbiter });
    const prepared = await openOrder.prepare(client, { deal });
    await prepared.simulate();
    const text = t.orders;
    const until = dateOf(Number(deal.deadline));
    return {
      title: text.openTitle(serviceName),
      lines: [
        { label: t.flow.leaves, value: createElement(Amount, { value: price, exact: true }), kind: "leaves" },
        { label: text.payee, value: createElement(Address, { value: payee, copy: false }) },
        { label: t.flow.serviceFee, value: percent(deal.feeBps), kind: "fee" },
        { label: text.heldBy, value: text.escrow },
        { label: text.deliverUntil, value: until },
        { label: text.reviewLabel, value: text.reviewFor(duration(Number(window), t)) },
        ...(arbiter === undefined ? [] : [accountLine(t.deals.roles.arbiter, arbiter)]),
        { label: text.refundLabel, value: text.refundRule(until) },
      ],
      ...(arbiter === undefined && { warnings: [text.noArbiter] }),
      steps: [{ kind: "transaction", label: text.openTitle(serviceName), ...prepared }],
      done: ([sent]) => ({
        text: text.opened(serviceName, until),
        next: { to: `/deals/${(sent as { dealId: string }).dealId}`, label: text.follow },
      }),
    };
  },
};
