import { ZeroAddress } from "ethers";
import { nextTime } from "../clock.js";
import type { Client } from "../core/client.js";
import { ServiceCoinError, withErrors } from "../core/errors.js";
import type { Deal } from "../deals.js";
import { draftBase, requirePositive, type DraftParties } from "../hub/draft.js";

/** What a subscription is about. */
export interface SubscriptionDraft extends DraftParties {
  /** Base units of SCV per period, owed when the period begins. */
  price: bigint;
  /** Seconds of one period, at least 2. */
  period: bigint;
  /** When the first period begins, in seconds since 1970, also in the past; now, by the chain's clock, unless told. */
  start?: bigint | undefined;
  /** How many periods there are; without end unless told. */
  periods?: bigint | undefined;
  /** From then on no period begins, in seconds since 1970. Does not count beside `periods`. */
  deadline?: bigint | undefined;
}

/**
 * The terms of a payment per period with the hub's fee of now. Nothing is sent.
 * @throws ServiceCoinError `InvalidArgument`; `NoSigner` when no payer is named and the client only reads
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
