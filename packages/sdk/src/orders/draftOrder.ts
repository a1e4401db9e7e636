import { getAddress, ZeroAddress } from "ethers";
import { nextTime } from "../clock.js";
import type { Client } from "../core/client.js";
import { withErrors } from "../core/errors.js";
import type { Deal } from "../deals.js";
import { draftBase, requirePositive, type DraftParties } from "../hub/draft.js";

/** Seconds that the payee has to deliver, unless told. */
export const DELIVER_WITHIN = 7n * 86_400n;

/** Seconds that the payer has to dispute a delivery, unless told; only where there is an arbiter. */
export const DISPUTE_WINDOW = 3n * 86_400n;

/** What an order is about. */
export interface OrderDraft extends DraftParties {
  /** Base units of SCV in all, the hub's fee included. */
  price: bigint;
  /** Last second in which to deliver, in seconds since 1970. */
  deadline?: bigint | undefined;
  /** Seconds to deliver from now on, by the chain's clock: 7 days unless told. Does not count beside `deadline`. */
  deliverWithin?: bigint | undefined;
  /** Seconds after delivery in which the payer can dispute: unless told 3 days with an arbiter, 0 without one. At most 90 days. */
  window?: bigint | undefined;
  /** Splits the money of a disputed order. Nobody unless told: then it cannot be disputed. */
  arbiter?: string | undefined;
}

/**
 * The terms of an order with the hub's fee of now, to be looked at, signed or opened. Nothing is sent.
 * @throws ServiceCoinError `InvalidArgument`; `NoSigner` when no payer is named and the client only reads
 */
export async function draftOrder(client: Client, draft: OrderDraft): Promise<Deal> {
  return withErrors(async () => {
    const { price, deadline, deliverWithin = DELIVER_WITHIN } = draft;
    const arbiter = getAddress(draft.arbiter ?? ZeroAddress);
    return {
      ...(await draftBase(client, draft)),
      arbiter,
      price: requirePositive("price", price),
      period: 0n,
      start: 0n,
      deadline: deadline ?? (await nextTime(client)) + deliverWithin,
      window: draft.window ?? (arbiter === ZeroAddress ? 0n : DISPUTE_WINDOW),
    };
  });
}
