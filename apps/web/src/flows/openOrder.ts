import { draftOrder, openOrder, type Deal } from "@servicecoin/sdk";
import { ZeroAddress } from "ethers";
import type { Flow, ReviewLine } from "../flow/flow.ts";
import type { Text } from "../i18n/text.ts";
import { rememberService } from "../store/orderedServices.ts";
import { dateOf } from "../ui/Time.tsx";
import { duration, percent } from "../ui/format.ts";
import { accountLine } from "./dealTerms.ts";
import { reviewPayment } from "./payment.ts";

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
  /** Its number: the chain does not know which service of its payee a deal is for. */
  serviceId: number;
  arbiter?: string;
}

/** Pays an order into escrow. */
export const openOrderFlow: Flow<OrderToOpen> = {
  name: "openOrder",
  async review(context, { payee, price, deliverWithin, window, serviceName, serviceId, arbiter }) {
    const { client, t } = context;
    const deal = await draftOrder(client, { payee, price, deliverWithin, window, arbiter });
    const text = t.orders;
    const label = text.openTitle(serviceName);
    const paid = await reviewPayment(context, {
      ...{ amount: price, label },
      prepare: (withEther) => openOrder.prepare(client, { deal, withEther }),
    });
    const until = dateOf(Number(deal.deadline));
    return {
      ...paid,
      title: label,
      lines: [...paid.lines, ...orderLines(deal, t)],
      warnings: [...paid.warnings, ...(arbiter === undefined ? [text.noArbiter] : [])],
      done: ([sent]) => {
        const { dealId } = sent as { dealId: string };
        rememberService(dealId, serviceId);
        return {
          text: text.opened(serviceName, until),
          next: { to: `/deals/${dealId}`, label: text.follow },
        };
      },
    };
  },
};

/** Where the money is held, and how it comes back. */
export function orderLines({ payee, feeBps, deadline, window, arbiter }: Deal, t: Text): ReviewLine[] {
  const text = t.orders;
  const until = dateOf(Number(deadline));
  return [
    accountLine(text.payee, payee),
    { label: t.flow.serviceFee, value: percent(feeBps), kind: "fee" },
    { label: text.heldBy, value: text.escrow },
    { label: text.deliverUntil, value: until },
    { label: text.reviewLabel, value: text.reviewFor(duration(Number(window), t)) },
    ...(arbiter === ZeroAddress ? [] : [accountLine(t.deals.roles.arbiter, arbiter)]),
    { label: text.refundLabel, value: text.refundRule(until) },
  ];
}
