import { ZeroAddress } from "ethers";
import { nextTime } from "../clock.js";
import type { Client } from "../core/client.js";
import { withErrors } from "../core/errors.js";
import type { Deal } from "../deals.js";
import { draftBase, requirePositive, type DraftParties } from "../hub/draft.js";

/** How fast a stream flows. */
export type StreamRate =
  | {
      /** Base units of SCV per second. */
      perSecond: bigint;
      /** When it ends, in seconds since 1970; it does not unless told. */
      deadline?: bigint | undefined;
    }
  | {
      /** Base units of SCV in all, rounded down to a whole number per second: less than `duration` of them are not owed in the end. */
      amount: bigint;
      /** Seconds from start to end. */
      duration: bigint;
    };

/** What a stream is about. */
export type StreamDraft = DraftParties &
  StreamRate & {
    /** When it begins to flow, in seconds since 1970, also in the past; now, by the chain's clock, unless told. */
    start?: bigint | undefined;
  };

/**
 * The terms of a payment per second with the hub's fee of now. Nothing is sent.
 * @throws ServiceCoinError `InvalidArgument`, also for less than one base unit per second; `NoSigner` when no payer is named and the client
 * only reads
 */
export async function draftStream(client: Client, draft: StreamDraft): Promise<Deal> {
  return withErrors(async () => {
    const start = draft.start ?? (await nextTime(client));
    const rate = rateOf(draft, start);
    return { ...(await draftBase(client, draft)), ...rate, arbiter: ZeroAddress, period: 1n, start, window: 0n };
  });
}

function rateOf(rate: StreamRate, start: bigint): Pick<Deal, "price" | "deadline"> {
  if ("perSecond" in rate) {
    return { price: requirePositive("perSecond", rate.perSecond), deadline: rate.deadline ?? 0n };
  }
  const duration = requirePositive("duration", rate.duration);
  return { price: requirePositive("amount per second", rate.amount / duration), deadline: start + duration };
}
