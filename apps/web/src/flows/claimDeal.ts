import { claimOrder, claimStream, claimSubscription, readDeal } from "@servicecoin/sdk";
import { feeOf, type IndexedDeal } from "../deals/standing.ts";
import type { Flow } from "../flow/flow.ts";
import { inScv, percent } from "../ui/format.ts";
import { accountLine, amountLine, termsOf, toDeal } from "./dealTerms.ts";

const ACTIONS = { order: claimOrder, stream: claimStream, subscription: claimSubscription, unknown: claimOrder };

/** Pays the provider what is due. */
export const claimDealFlow: Flow<{ deal: IndexedDeal }> = {
  name: "claim",
  async review({ client, account, t }, { deal }) {
    const terms = termsOf(client, deal, t);
    const prepared = await ACTIONS[deal.kind].prepare(client, { deal: terms });
    await prepared.simulate();
    const { due } = await readDeal(client, terms);
    const fee = feeOf(due, deal.feeBps);
    const { claim } = t.dealFlows;
    const isOwn = account === terms.payee;
    return {
      title: claim.title,
      lines: [
        amountLine(isOwn ? t.flow.arrives : t.dealFlows.release.receives, due - fee, isOwn ? "arrives" : "fact"),
        ...(isOwn ? [] : [accountLine(t.deals.roles.payee, terms.payee)]),
        accountLine(t.deals.roles.payer, terms.payer),
        amountLine(t.dealFlows.feeOf(percent(deal.feeBps)), fee, "fee"),
        ...(deal.kind === "order" ? [] : [{ label: t.dealFlows.exact, value: claim.counting }]),
      ],
      steps: [{ kind: "transaction", label: claim.title, ...prepared }],
      done: ([sent]) => {
        const paid = sent as { amount: bigint; fee: bigint };
        return { text: claim.done(inScv(paid.amount - paid.fee), isOwn), next: toDeal(deal, t) };
      },
    };
  },
};
