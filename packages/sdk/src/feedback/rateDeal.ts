import { ZeroHash } from "ethers";
import { action, call } from "../core/action.js";
import { toDeal } from "../deals.js";
import type { OneDeal } from "../hub/parties.js";
import { requireEvent } from "../requireEvent.js";
import type { FeedbackFile } from "./giveFeedback.js";

/** A rating for a deal. */
export interface DealRating extends FeedbackFile, OneDeal {
  /** The service whose wallet the deal paid. */
  agentId: bigint;
  /** `value / 10 ** decimals` is 0 to 100. */
  value: bigint;
  /** 0 to 18, and 0 unless told. */
  decimals?: number | undefined;
}

/**
 * The payer of a deal rates the service that it paid, once per deal (ERC-8004 reputation). What the deal has paid by now is the weight of the
 * rating.
 * @throws ServiceCoinError `ReputationNotPayer`, `ReputationOtherPayee`, `ReputationUnpaidDeal`, `ReputationUsedDeal`,
 * `ReputationInvalidRating`, `ReputationInvalidDecimals`, `ReputationSelfFeedback`, `ERC721NonexistentToken`
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
