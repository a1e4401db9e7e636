import { releaseOrder, signRelease } from "@servicecoin/sdk";
import { feeOf } from "../deals/standing.ts";
import type { Flow } from "../flow/flow.ts";
import { inScv, percent } from "../ui/format.ts";
import { accountLine, amountLine, termsOf } from "./dealTerms.ts";
import type { Release } from "./releaseOrder.ts";
import { reviewOfSigning } from "./signing.tsx";

/** Signs that the provider of an order is paid, which the provider sends. */
export const signReleaseFlow: Flow<Release> = {
  name: "signRelease",
  async review(context, { deal, amount }) {
    const { client, t } = context;
    const terms = termsOf(client, deal, t);
    const released = amount ?? BigInt(deal.left);
    const total = BigInt(deal.paid) + released;
    await releaseOrder.simulate(client, { deal: terms, total });
    const { release } = t.dealFlows;
    const fee = feeOf(released, deal.feeBps);
    return reviewOfSigning(context, {
      kind: "release",
      title: t.gasless.titles.release(inScv(released)),
      lines: [
        amountLine(release.released, released, "leaves"),
        accountLine(t.deals.roles.payee, terms.payee),
        amountLine(t.dealFlows.feeOf(percent(deal.feeBps)), fee, "fee"),
        amountLine(release.receives, released - fee),
      ],
      validUntil: t.gasless.untilUsed,
      warnings: deal.state === "open" ? [release.notDelivered] : [],
      sign: async () => ({
        kind: "release",
        place: { chainId: Number(client.chainId), contract: client.addresses.PaymentHub },
        signed: await signRelease(client, { deal: terms, total }),
      }),
    });
  },
};
