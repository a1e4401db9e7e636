import { draftStream, openStream } from "@servicecoin/sdk";
import { coverageOf } from "../deals/coverage.ts";
import type { Flow } from "../flow/flow.ts";
import { rememberService } from "../store/orderedServices.ts";
import { dateOf } from "../ui/Time.tsx";
import { inScv, percent } from "../ui/format.ts";
import { accountLine, amountLine } from "./dealTerms.ts";
import { reviewPayment } from "./payment.ts";

/** A payment per second. */
export interface StreamToOpen {
  payee: string;
  /** Base units of SCV in all. */
  amount: bigint;
  /** Seconds from now to the end. */
  duration: bigint;
  /** Base units of SCV to pay in now. */
  deposit: bigint;
  serviceName: string;
  /** Its number: the chain does not know which service of its payee a deal is for. */
  serviceId: number;
}

/** Opens a stream that starts now. */
export const openStreamFlow: Flow<StreamToOpen> = {
  name: "openStream",
  async review(context, { payee, amount, duration, deposit, serviceName, serviceId }) {
    const { client, t } = context;
    const deal = await draftStream(client, { payee, amount, duration });
    // The rate is rounded down, and the hub takes no more than the stream will ever owe.
    const total = deal.price * duration;
    const paidIn = deposit > total ? total : deposit;
    const { stream } = t.dealFlows;
    const label = stream.title(serviceName);
    const paid = await reviewPayment(context, {
      ...{ amount: paidIn, label },
      prepare: (withEther) => openStream.prepare(client, { deal, amount: paidIn, withEther }),
    });
    const until = dateOf(Number(deal.deadline));
    const covered = dateOf(coverageOf(deal, paidIn));
    return {
      ...paid,
      title: label,
      lines: [
        ...paid.lines,
        accountLine(t.deals.roles.payee, payee),
        amountLine(stream.perDay, (amount * 86_400n) / duration),
        amountLine(stream.total, total),
        { label: t.deals.ends, value: until },
        { label: t.deals.fundedUntil, value: covered },
        { label: t.flow.serviceFee, value: percent(deal.feeBps), kind: "fee" },
        { label: t.orders.refundLabel, value: stream.refund },
      ],
      done: ([sent]) => {
        const { dealId } = sent as { dealId: string };
        rememberService(dealId, serviceId);
        return {
          text: stream.done(serviceName, inScv(paidIn), covered),
          next: { to: `/deals/${dealId}`, label: stream.follow },
        };
      },
    };
  },
};
