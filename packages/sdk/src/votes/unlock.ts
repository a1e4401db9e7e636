import { action, call } from "../core/action.js";
import { accountOf } from "../core/client.js";
import { withCheckpoints } from "./checkpoints.js";

/** Locked coins to unlock. */
export interface Unlock {
  /** Base units of SCV. */
  amount: bigint;
  /** Account that receives the coins. Default: the client's account. */
  to?: string;
}

/**
 * Turns locked SCV of the client back into coins, at any time (`withdrawTo`). Votes that were already cast remain.
 * @throws ServiceCoinError `ERC20InsufficientBalance`, `ERC20InvalidReceiver`
 */
export const unlock = action(async (client, { amount, to }: Unlock) =>
  withCheckpoints(call(client.votes.withdrawTo, [to ?? (await accountOf(client)), amount])),
);
