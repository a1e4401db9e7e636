import { action, call } from "../core/action.js";
import { releaseData, toDeal } from "../deals.js";
import { domainOf } from "../domain.js";
import type { PaidDeal } from "../hub/parties.js";
import { canonicalSignature } from "../sign.js";
import type { SignedRelease } from "./signRelease.js";

/**
 * Pays out releases that the payers of one payee's orders signed, by key or smart wallet (ERC-1271), in one transfer,
 * all or nothing. Anyone may do this.
 * @throws ServiceCoinError `HubInvalidSignature`, `HubDifferentPayee`, `HubWrongKind`, `HubWrongStatus`,
 * `HubNothingDue`, each with the `index` of the release; `HubEmptyBatch`
 */
export const submitReleases = action(
  (client, { releases }: { releases: readonly SignedRelease[] }) => {
    const domain = domainOf(client, "PaymentHub");
    const all = releases.map(({ deal, total, signature }) => ({
      deal: toDeal(deal),
      total,
      signature: canonicalSignature(releaseData(domain, deal, total), deal.payer, signature),
    }));
    return call(client.hub.releaseSigned, [all]);
  },
  ({ events }): { released: PaidDeal[] } => ({
    released: events.flatMap((event) => {
      if (event.name !== "Released") return [];
      const { id: dealId, amount, fee } = event.args;
      return [{ dealId, amount, fee }];
    }),
  }),
);
