import { ZeroHash } from "ethers";
import { action, call } from "../core/action.js";
import { toDeal } from "../deals.js";
import type { OneDeal } from "../hub/parties.js";
import { requireEvent } from "../requireEvent.js";
import type { FeedbackFile } from "./giveFeedback.js";

/** A rating for a deal. */
export interface DealRating extends FeedbackFile, OneDeal {
  /** The service whose wallet received the payment. */
  agentId: bigint;
  /** `value / 10 ** decimals` must be 0 to 100. */
  value: bigint;
  /** 0 to 18. Default: 0. */
  decimals?: number | undefined;
}

/**
 * Rates the service that a deal paid, once per deal (ERC-8004 reputation). Only the payer of the deal may do this. The
 * amount that the deal has paid so far is the weight of the rating.
 * @throws ServiceCoinError `ReputationNotPayer`, `ReputationOtherPayee`, `ReputationUnpaidDeal`, `ReputationUsedDeal`,
 * `ReputationInvalidRating`, `ReputationInvalidDecimals`, `ReputationSelfFeedback`, `ERC721NonexistentToken`
 * @example
 * ```ts
 * await releaseOrder(client, { deal });
 * const { feedbackIndex } = await rateDeal(client, { agentId, deal, value: 95n });
 * ```
 */
export const rateDeal = action(
  ({ reputation }, { deal, ...rating }: DealRating) => {
    const { agentId, value, decimals = 0, endpoint = "", uri = "", hash = ZeroHash } = rating;
    return call(reputation.giveFeedbackForDeal, [agentId, value, decimals, endpoint, uri, hash, toDeal(deal)]);
  },
  (sent): { feedbackIndex: bigint; paid: bigint } => {
    const { feedbackIndex, paid } = requireEvent(sent, "FeedbackPaid").args;
    return { feedbackIndex, paid };
  },
);
