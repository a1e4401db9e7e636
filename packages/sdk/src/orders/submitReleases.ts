import { action, call } from "../core/action.js";
import { toDeal } from "../deals.js";
import type { PaidDeal } from "../hub/parties.js";
import type { SignedRelease } from "./signRelease.js";

/**
 * Pays out releases that the payers of one payee's orders signed, by key or smart wallet (ERC-1271), in one transfer,
 * all or nothing. Anyone may do this.
 * @throws ServiceCoinError `HubInvalidSignature`, `HubDifferentPayee`, `HubWrongKind`, `HubWrongStatus`,
 * `HubNothingDue`, each with the `index` of the release; `HubEmptyBatch`
 */
export const submitReleases = action(
  ({ hub }, { releases }: { releases: readonly SignedRelease[] }) =>
    call(hub.releaseSigned, [releases.map(({ deal, ...signed }) => ({ deal: toDeal(deal), ...signed }))]),
  ({ events }): { released: PaidDeal[] } => ({
    released: events.flatMap((event) => {
      if (event.name !== "Released") return [];
      const { id: dealId, amount, fee } = event.args;
      return [{ dealId, amount, fee }];
    }),
  }),
);
