import { readStream, readSubscription, topUpStream, topUpSubscription } from "@servicecoin/sdk";
import { coverageOf } from "../deals/coverage.ts";
import type { IndexedDeal } from "../deals/standing.ts";
import type { Flow } from "../flow/flow.ts";
import { dateOf } from "../ui/Time.tsx";
import { inScv } from "../ui/format.ts";
import { accountLine, amountLine, termsOf, toDeal } from "./dealTerms.ts";

/** Money for a stream or subscription. */
export interface TopUpOfDeal {
  deal: IndexedDeal;
  amount: bigint;
}

/** Adds coins to a stream or subscription. */
export const topUpDealFlow: Flow<TopUpOfDeal> = {
  name: "topUp",
  async review({ client, account, t }, { deal, amount }) {
    const terms = termsOf(client, deal, t);
    const action = deal.kind === "stream" ? topUpStream : topUpSubscription;
    const prepared = await action.prepare(client, { deal: terms, amount });
    await prepared.simulate();
    const { funded, arrears } = await (deal.kind === "stream" ? readStream : readSubscription)(client, terms);
    const until = dateOf(coverageOf(deal, funded + amount));
    const { topUp } = t.dealFlows;
    return {
      title: topUp.title,
      lines: [
        amountLine(t.flow.leaves, amount, "leaves"),
        accountLine(t.deals.roles.payee, terms.payee),
        { label: t.deals.fundedUntil, value: until },
        { label: t.orders.refundLabel, value: topUp.refund },
      ],
      warnings: [
        ...(arrears > amount ? [topUp.stillShort(inScv(arrears - amount))] : []),
        ...(account === terms.payer ? [] : [topUp.notPayer]),
      ],
      steps: [{ kind: "transaction", label: topUp.title, ...prepared }],
      done: () => ({ text: topUp.done(inScv(amount), until), next: toDeal(deal, t) }),
    };
  },
};
