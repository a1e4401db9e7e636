import { nextTime } from "../clock.js";
import type { Client } from "../core/client.js";
import { withErrors } from "../core/errors.js";
import type { Mandate } from "../deals.js";
import { draftBase, requirePositive, type DraftParties } from "../hub/draft.js";

/** What a mandate is about: `payer` is charged (the client's account unless told), `payee` charges. */
export interface MandateDraft extends DraftParties {
  /** Base units of SCV that may be charged in each period; what is not charged is not added to the next. */
  limit: bigint;
  /** Seconds of one period. */
  period: bigint;
  /** When the first period begins, in seconds since 1970; now, by the chain's clock, unless told. */
  start?: bigint | undefined;
  /** From then on nothing can be charged, in seconds since 1970; without end unless told. */
  end?: bigint | undefined;
}

/**
 * The terms of a mandate with the hub's fee of now. Nothing is sent.
 * @throws ServiceCoinError `InvalidArgument`; `NoSigner` when no payer is named and the client only reads
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
