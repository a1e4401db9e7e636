import { resolveOrder } from "@servicecoin/sdk";
import { feeOf, type IndexedDeal } from "../deals/standing.ts";
import type { Flow } from "../flow/flow.ts";
import { inScv, percent } from "../ui/format.ts";
import { accountLine, amountLine, termsOf, toDeal } from "./dealTerms.ts";

/** An arbiter's decision. */
export interface Resolution {
  deal: IndexedDeal;
  /** Base units of SCV of what is left that the provider gets; the customer gets the rest. */
  toPayee: bigint;
}

/** Splits what is left of a disputed order. */
export const resolveOrderFlow: Flow<Resolution> = {
  name: "resolveOrder",
  async review({ client, t }, { deal, toPayee }) {
    const terms = termsOf(client, deal, t);
    const prepared = await resolveOrder.prepare(client, { deal: terms, total: BigInt(deal.paid) + toPayee });
    await prepared.simulate();
    const { resolve } = t.dealFlows;
    const toPayer = BigInt(deal.left) - toPayee;
    const fee = feeOf(toPayee, deal.feeBps);
    return {
      title: resolve.title,
      lines: [
        accountLine(t.deals.roles.payee, terms.payee),
        amountLine(resolve.payeeGets, toPayee - fee),
        amountLine(t.dealFlows.feeOf(percent(deal.feeBps)), fee, "fee"),
        accountLine(t.deals.roles.payer, terms.payer),
        amountLine(resolve.payerGets, toPayer),
      ],
      warnings: [resolve.final],
      steps: [{ kind: "transaction", label: resolve.title, ...prepared }],
      done: () => ({ text: resolve.done(inScv(toPayee - fee), inScv(toPayer)), next: toDeal(deal, t) }),
    };
  },
};
