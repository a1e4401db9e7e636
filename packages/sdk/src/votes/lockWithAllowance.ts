import { action, call } from "../core/action.js";
import { accountOf } from "../core/client.js";
import { withCheckpoints } from "./checkpoints.js";

/** Coins of the client that become votes of an account. */
export interface LockFor {
  /** Base units of SCV. */
  amount: bigint;
  /** Who gets the votes, and can unlock the coins; the client unless told. */
  account?: string;
}

/**
 * Locks coins that ServiceVotes was approved to take before (`depositFor`).
 * @throws ServiceCoinError `ERC20InsufficientAllowance`, `ERC20InsufficientBalance`, `ERC20InvalidReceiver`,
 * `ERC20ExceededSafeSupply`
 */
export const lockWithAllowance = action(async (client, { amount, account }: LockFor) =>
  withCheckpoints(call(client.votes.depositFor, [account ?? (await accountOf(client)), amount])),
);
