import { readStream, readSubscription, topUpStream, topUpSubscription } from "@servicecoin/sdk";
import { coverageOf } from "../deals/coverage.ts";
import type { IndexedDeal } from "../deals/standing.ts";
import type { Flow } from "../flow/flow.ts";
import { dateOf } from "../ui/Time.tsx";
import { inScv } from "../ui/format.ts";
import { accountLine, termsOf, toDeal } from "./dealTerms.ts";
import { reviewPayment } from "./payment.ts";

/** Money for a stream or subscription. */
export interface TopUpOfDeal {
  deal: IndexedDeal;
  amount: bigint;
}

/** Adds coins to a stream or subscription. */
export const topUpDealFlow: Flow<TopUpOfDeal> = {
  name: "topUp",
  async review(context, { deal, amount }) {
    const { client, account, t } = context;
    const terms = termsOf(client, deal, t);
    const action = deal.kind === "stream" ? topUpStream : topUpSubscription;
    const { topUp } = t.dealFlows;
    const paid = await reviewPayment(context, {
      ...{ amount, label: topUp.title },
      prepare: (withEther) => action.prepare(client, { deal: terms, amount, withEther }),
    });
    const { funded, arrears } = await (deal.kind === "stream" ? readStream : readSubscription)(client, terms);
    const until = dateOf(coverageOf(deal, funded + amount));
    return {
      ...paid,
      title: topUp.title,
      lines: [
        ...paid.lines,
        accountLine(t.deals.roles.payee, terms.payee),
        { label: t.deals.fundedUntil, value: until },
        { label: t.orders.refundLabel, value: topUp.refund },
      ],
      warnings: [
        ...paid.warnings,
        ...(arrears > amount ? [topUp.stillShort(inScv(arrears - amount))] : []),
        ...(account === terms.payer ? [] : [topUp.notPayer]),
      ],
      done: () => ({ text: topUp.done(inScv(amount), until), next: toDeal(deal, t) }),
    };
  },
};
