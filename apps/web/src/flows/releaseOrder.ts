import { releaseOrder } from "@servicecoin/sdk";
import { feeOf, type IndexedDeal } from "../deals/standing.ts";
import type { Flow } from "../flow/flow.ts";
import { inScv, percent } from "../ui/format.ts";
import { accountLine, amountLine, termsOf, toDeal } from "./dealTerms.ts";

/** A payment out of escrow. */
export interface Release {
  deal: IndexedDeal;
  /** Base units of SCV to release now; everything that is left when undefined. */
  amount: bigint | undefined;
}

/** Pays the provider of an order, all or a part. */
export const releaseOrderFlow: Flow<Release> = {
  name: "releaseOrder",
  async review({ client, t }, { deal, amount }) {
    const terms = termsOf(client, deal, t);
    const left = BigInt(deal.left);
    const released = amount ?? left;
    // A total, so that whatever is sent twice pays once.
    const total = BigInt(deal.paid) + released;
    const prepared = await releaseOrder.prepare(client, { deal: terms, total });
    await prepared.simulate();
    const { release } = t.dealFlows;
    const rest = left - released;
    const fee = feeOf(released, deal.feeBps);
    return {
      title: rest === 0n ? release.title : release.titlePart,
      lines: [
        amountLine(release.released, released, "leaves"),
        accountLine(t.deals.roles.payee, terms.payee),
        amountLine(t.dealFlows.feeOf(percent(deal.feeBps)), fee, "fee"),
        amountLine(release.receives, released - fee),
        amountLine(t.dealFlows.stays, rest),
        { label: t.orders.refundLabel, value: release.final },
      ],
      ...(deal.state === "open" && { warnings: [release.notDelivered] }),
      steps: [{ kind: "transaction", label: release.title, ...prepared }],
      done: () => ({ text: release.done(inScv(released - fee)), next: toDeal(deal, t) }),
    };
  },
};
