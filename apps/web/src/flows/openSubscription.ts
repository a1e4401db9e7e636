import { draftSubscription, openSubscription } from "@servicecoin/sdk";
import { coverageOf } from "../deals/coverage.ts";
import type { Flow } from "../flow/flow.ts";
import { rememberService } from "../store/orderedServices.ts";
import { dateOf } from "../ui/Time.tsx";
import { duration, inScv, percent } from "../ui/format.ts";
import { accountLine, amountLine } from "./dealTerms.ts";
import { reviewPayment } from "./payment.ts";

/** A payment per period. */
export interface SubscriptionToOpen {
  payee: string;
  /** Base units of SCV per period. */
  price: bigint;
  /** Seconds. */
  period: bigint;
  /** Number of periods; no end when undefined. */
  periods: bigint | undefined;
  /** Periods to pay in now. */
  prepaid: bigint;
  serviceName: string;
  /** Its number: the chain does not know which service of its payee a deal is for. */
  serviceId: number;
}

/** Opens a subscription that starts now. */
export const openSubscriptionFlow: Flow<SubscriptionToOpen> = {
  name: "openSubscription",
  async review(context, { payee, price, period, periods, prepaid, serviceName, serviceId }) {
    const { client, t } = context;
    const deal = await draftSubscription(client, { payee, price, period, periods });
    const deposit = price * prepaid;
    const { subscription } = t.dealFlows;
    const label = subscription.title(serviceName);
    const paid = await reviewPayment(context, {
      ...{ amount: deposit, label },
      prepare: (withEther) => openSubscription.prepare(client, { deal, amount: deposit, withEther }),
    });
    const covered = dateOf(coverageOf(deal, deposit));
    return {
      ...paid,
      title: label,
      lines: [
        ...paid.lines,
        accountLine(t.deals.roles.payee, payee),
        amountLine(t.deals.perPeriod(duration(Number(period), t)), price),
        { label: t.deals.ends, value: deal.deadline === 0n ? t.common.never : dateOf(Number(deal.deadline)) },
        { label: t.deals.fundedUntil, value: covered },
        { label: t.flow.serviceFee, value: percent(deal.feeBps), kind: "fee" },
        { label: t.orders.refundLabel, value: subscription.refund },
      ],
      done: ([sent]) => {
        const { dealId } = sent as { dealId: string };
        rememberService(dealId, serviceId);
        return {
          text: subscription.done(serviceName, inScv(deposit), covered),
          next: { to: `/deals/${dealId}`, label: subscription.follow },
        };
      },
    };
  },
};
