import { rateDeal } from "@servicecoin/sdk";
import type { IndexedDeal } from "../deals/standing.ts";
import type { Flow } from "../flow/flow.ts";
import { accountLine, amountLine, termsOf, toDeal } from "./dealTerms.ts";

/** What a customer says about what was paid. */
export interface Rating {
  deal: IndexedDeal;
  service: { id: number; name: string };
  /** 0 to 100. */
  value: number;
}

/** Rates the service that a deal paid. */
export const rateDealFlow: Flow<Rating> = {
  name: "rateDeal",
  async review({ client, t }, { deal, service, value }) {
    const terms = termsOf(client, deal, t);
    const rating = { deal: terms, agentId: BigInt(service.id), value: BigInt(value) };
    const prepared = await rateDeal.prepare(client, rating);
    await prepared.simulate();
    const { rate } = t.dealFlows;
    return {
      title: rate.title(service.name),
      lines: [
        { label: t.deals.rating, value: rate.of100(value) },
        accountLine(t.deals.roles.payee, terms.payee),
        amountLine(rate.weight, BigInt(deal.paid)),
      ],
      // What was paid so far is the weight, and a deal is rated once.
      warnings: [deal.state === "closed" ? rate.once : rate.onceEarly],
      steps: [{ kind: "transaction", label: rate.title(service.name), ...prepared }],
      done: () => ({ text: rate.done(service.name, value), next: toDeal(deal, t) }),
    };
  },
};
