import { disputeOrder } from "@servicecoin/sdk";
import { encodeNote } from "../deals/note.ts";
import type { IndexedDeal } from "../deals/standing.ts";
import type { Flow } from "../flow/flow.ts";
import { accountLine, amountLine, termsOf, toDeal } from "./dealTerms.ts";

/** A complaint about a delivery. */
export interface Dispute {
  deal: IndexedDeal;
  /** A few words for the arbiter, kept on chain. */
  reason: string;
}

/** Disputes a delivery: the arbiter decides. */
export const disputeOrderFlow: Flow<Dispute> = {
  name: "disputeOrder",
  async review({ client, t }, { deal, reason }) {
    const terms = termsOf(client, deal, t);
    const prepared = await disputeOrder.prepare(client, { deal: terms, reason: encodeNote(reason) });
    await prepared.simulate();
    const { dispute } = t.dealFlows;
    return {
      title: dispute.title,
      lines: [
        amountLine(dispute.about, BigInt(deal.left)),
        accountLine(t.deals.roles.payee, terms.payee),
        accountLine(t.deals.roles.arbiter, terms.arbiter),
        ...(reason.trim() === "" ? [] : [{ label: t.dealFlows.reason, value: reason.trim() }]),
        { label: t.dealFlows.then, value: dispute.then },
      ],
      steps: [{ kind: "transaction", label: dispute.title, ...prepared }],
      done: () => ({ text: dispute.done, next: toDeal(deal, t) }),
    };
  },
};
