import { action, call } from "../core/action.js";
import { accountOf } from "../core/client.js";
import { withCheckpoints } from "./checkpoints.js";

/** Locked coins that become free. */
export interface Unlock {
  /** Base units of SCV. */
  amount: bigint;
  /** Who gets the coins; the client unless told. */
  to?: string;
}

/**
 * Turns votes of the client back into coins, at any time (`withdrawTo`). Votes that were cast stay.
 * @throws ServiceCoinError `ERC20InsufficientBalance`, `ERC20InvalidReceiver`
 */
export const unlock = action(async (client, { amount, to }: Unlock) =>
  withCheckpoints(call(client.votes.withdrawTo, [to ?? (await accountOf(client)), amount])),
);
