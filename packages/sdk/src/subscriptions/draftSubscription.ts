import { ZeroAddress } from "ethers";
import { nextTime } from "../clock.js";
import type { Client } from "../core/client.js";
import { ServiceCoinError, withErrors } from "../core/errors.js";
import type { Deal } from "../deals.js";
import { draftBase, requirePositive, type DraftParties } from "../hub/draft.js";

/** The terms of a subscription to draft. */
export interface SubscriptionDraft extends DraftParties {
  /** Base units of SCV per period, owed when the period starts. */
  price: bigint;
  /** Length of a period in seconds, at least 2. */
  period: bigint;
  /** When the first period starts, in seconds since 1970, possibly in the past. Default: now, by the chain's clock. */
  start?: bigint | undefined;
  /** Number of periods. Default: no end. */
  periods?: bigint | undefined;
  /** From this second on no period starts, in seconds since 1970. Ignored if `periods` is given. */
  deadline?: bigint | undefined;
}

/**
 * Drafts the terms of a payment per period with the hub's current fee. Sends nothing.
 * @throws ServiceCoinError `InvalidArgument`; `NoSigner` when no payer is given and the client is read-only
 */
export async function draftSubscription(client: Client, draft: SubscriptionDraft): Promise<Deal> {
  return withErrors(async () => {
    const { price, period, periods, deadline = 0n } = draft;
    if (period < 2n) throw new ServiceCoinError("InvalidArgument", { argument: "period", value: period });
    const start = draft.start ?? (await nextTime(client));
    return {
      ...(await draftBase(client, draft)),
      arbiter: ZeroAddress,
      price: requirePositive("price", price),
      period,
      start,
      deadline: periods === undefined ? deadline : start + requirePositive("periods", periods) * period,
      window: 0n,
    };
  });
}
