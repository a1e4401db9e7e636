import { AbiCoder } from "ethers";
import { action, call } from "../core/action.js";
import { withCheckpoints } from "./checkpoints.js";

/** A lock of the client's coins. */
export interface Lock {
  /** Base units of SCV. */
  amount: bigint;
  /** Delegate of everything that the client has locked. Default: unchanged. */
  delegatee?: string;
}

/**
 * Locks coins in one transaction, without an approval (ERC-1363). They count as voting power from the next second on.
 * @throws ServiceCoinError `ERC20InsufficientBalance`, `ERC20ExceededSafeSupply`, `ServiceVotesInvalidDelegatee`
 * @example
 * ```ts
 * await lock(client, { amount: parseScv("10") });
 * ```
 */
export const lock = action(({ coin, addresses }, { amount, delegatee }: Lock) => {
  const data = delegatee === undefined ? "0x" : AbiCoder.defaultAbiCoder().encode(["address"], [delegatee]);
  return withCheckpoints(call(coin["transferAndCall(address,uint256,bytes)"], [addresses.ServiceVotes, amount, data]));
});
