import { ZeroAddress } from "ethers";
import { nextTime } from "../clock.js";
import type { Client } from "../core/client.js";
import { withErrors } from "../core/errors.js";
import type { Deal } from "../deals.js";
import { draftBase, requirePositive, type DraftParties } from "../hub/draft.js";

/** The rate of a stream. */
export type StreamRate =
  | {
      /** Base units of SCV per second. */
      perSecond: bigint;
      /** When the stream ends, in seconds since 1970. Default: no end. */
      deadline?: bigint | undefined;
    }
  | {
      /**
       * Total in base units of SCV. The rate is rounded down to whole base units per second, so up to `duration` - 1
       * base units are never owed.
       */
      amount: bigint;
      /** Seconds from start to end. */
      duration: bigint;
    };

/** The terms of a stream to draft. */
export type StreamDraft = DraftParties &
  StreamRate & {
    /** When the stream starts, in seconds since 1970, possibly in the past. Default: now, by the chain's clock. */
    start?: bigint | undefined;
  };

/**
 * Drafts the terms of a payment per second with the hub's current fee. Sends nothing.
 * @throws ServiceCoinError `InvalidArgument`, also for less than one base unit per second; `NoSigner` when no payer is
 * given and the client is read-only
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
