import { action, call } from "../core/action.js";
import { accountOf } from "../core/client.js";
import { withCheckpoints } from "./checkpoints.js";

/** A lock of the client's coins for an account. */
export interface LockFor {
  /** Base units of SCV. */
  amount: bigint;
  /** Account that receives the votes and can unlock the coins. Default: the client's account. */
  account?: string;
}

/**
 * Locks coins out of the client's allowance for ServiceVotes (`depositFor`).
 * @throws ServiceCoinError `ERC20InsufficientAllowance`, `ERC20InsufficientBalance`, `ERC20InvalidReceiver`,
 * `ERC20ExceededSafeSupply`
 */
export const lockWithAllowance = action(async (client, { amount, account }: LockFor) =>
  withCheckpoints(call(client.votes.depositFor, [account ?? (await accountOf(client)), amount])),
);
