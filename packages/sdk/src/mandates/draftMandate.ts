import { nextTime } from "../clock.js";
import type { Client } from "../core/client.js";
import { withErrors } from "../core/errors.js";
import type { Mandate } from "../deals.js";
import { draftBase, requirePositive, type DraftParties } from "../hub/draft.js";

/** The terms of a mandate to draft. `payee` charges `payer`, by default the client's account. */
export interface MandateDraft extends DraftParties {
  /** Base units of SCV that may be charged in each period. What is not charged does not carry over. */
  limit: bigint;
  /** Length of a period in seconds. */
  period: bigint;
  /** When the first period starts, in seconds since 1970. Default: now, by the chain's clock. */
  start?: bigint | undefined;
  /** From this second on nothing can be charged, in seconds since 1970. Default: no end. */
  end?: bigint | undefined;
}

/**
 * Drafts the terms of a mandate with the hub's current fee. Sends nothing.
 * @throws ServiceCoinError `InvalidArgument`; `NoSigner` when no payer is given and the client is read-only
 */
export async function draftMandate(client: Client, draft: MandateDraft): Promise<Mandate> {
  return withErrors(async () => ({
    ...(await draftBase(client, draft)),
    limit: requirePositive("limit", draft.limit),
    period: requirePositive("period", draft.period),
    start: draft.start ?? (await nextTime(client)),
    end: draft.end ?? 0n,
  }));
}
