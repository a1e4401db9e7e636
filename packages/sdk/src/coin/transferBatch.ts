import { action, call } from "../core/action.js";
import { packPayout, type Payout } from "../payouts.js";

/**
 * Pays many accounts in one transaction, all or nothing.
 * @throws ServiceCoinError `ERC20InsufficientBalance` when the client does not have the sum, `ERC20InvalidReceiver`,
 * `InvalidArgument` when an amount is above 2^96 - 1
 */
export const transferBatch = action(({ coin }, payouts: readonly Payout[]) =>
  call(coin.transferBatch, [payouts.map(packPayout)]),
);
