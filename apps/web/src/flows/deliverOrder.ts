import { deliverOrder } from "@servicecoin/sdk";
import { feeOf, type IndexedDeal } from "../deals/standing.ts";
import { encodeNote } from "../deals/note.ts";
import type { Flow } from "../flow/flow.ts";
import { duration, inScv } from "../ui/format.ts";
import { accountLine, amountLine, termsOf, toDeal } from "./dealTerms.ts";

/** A delivery. */
export interface Delivery {
  deal: IndexedDeal;
  /** A few words for the customer, kept on chain. */
  note: string;
}

/** Marks an order as delivered. */
export const deliverOrderFlow: Flow<Delivery> = {
  name: "deliverOrder",
  async review({ client, t }, { deal, note }) {
    const terms = termsOf(client, deal, t);
    const prepared = await deliverOrder.prepare(client, { deal: terms, proof: encodeNote(note) });
    await prepared.simulate();
    const { deliver } = t.dealFlows;
    const left = BigInt(deal.left);
    const net = inScv(left - feeOf(left, deal.feeBps));
    const review = duration(deal.window, t);
    return {
      title: deliver.title,
      lines: [
        accountLine(t.deals.roles.payer, deal.payer),
        amountLine(t.deals.held, left),
        ...(note.trim() === "" ? [] : [{ label: t.dealFlows.note, value: note.trim() }]),
        { label: deliver.review, value: review },
        { label: t.dealFlows.then, value: deliver.then(net) },
      ],
      steps: [{ kind: "transaction", label: deliver.title, ...prepared }],
      done: () => ({ text: deliver.done(review), next: toDeal(deal, t) }),
    };
  },
};
