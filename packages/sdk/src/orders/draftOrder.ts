import { getAddress, ZeroAddress } from "ethers";
import { nextTime } from "../clock.js";
import type { Client } from "../core/client.js";
import { withErrors } from "../core/errors.js";
import type { Deal } from "../deals.js";
import { draftBase, requirePositive, type DraftParties } from "../hub/draft.js";

/** Default time to deliver, in seconds. */
export const DELIVER_WITHIN = 7n * 86_400n;

/** Default time between a delivery and its payment, in seconds, in which the payer can review and dispute it. */
export const DISPUTE_WINDOW = 3n * 86_400n;

/** The terms of an order to draft. */
export interface OrderDraft extends DraftParties {
  /** Total price in base units of SCV, including the hub's fee. */
  price: bigint;
  /** Last second in which the order can be delivered, in seconds since 1970. */
  deadline?: bigint | undefined;
  /** Seconds to deliver from now on, by the chain's clock. Default: 7 days. Ignored if `deadline` is given. */
  deliverWithin?: bigint | undefined;
  /**
   * Seconds after delivery before the payee can claim, at most 90 days. With an arbiter, the payer can dispute in that
   * time. With 0, the payee can claim as soon as it says that it delivered. Default: 3 days.
   */
  window?: bigint | undefined;
  /** Splits the money of a disputed order. Default: nobody, so the order cannot be disputed. */
  arbiter?: string | undefined;
}

/**
 * Drafts the terms of an order with the hub's current fee, to review, sign or open. Sends nothing.
 * @throws ServiceCoinError `InvalidArgument`; `NoSigner` when no payer is given and the client is read-only
 * @example
 * ```ts
 * const deal = await draftOrder(client, { payee, price: parseScv("2"), arbiter });
 * ```
 */
export async function draftOrder(client: Client, draft: OrderDraft): Promise<Deal> {
  return withErrors(async () => {
    const { price, deadline, deliverWithin = DELIVER_WITHIN } = draft;
    return {
      ...(await draftBase(client, draft)),
      arbiter: getAddress(draft.arbiter ?? ZeroAddress),
      price: requirePositive("price", price),
      period: 0n,
      start: 0n,
      deadline: deadline ?? (await nextTime(client)) + deliverWithin,
      window: draft.window ?? DISPUTE_WINDOW,
    };
  });
}
