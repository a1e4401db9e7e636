import { AbiCoder } from "ethers";
import { action, call } from "../core/action.js";
import { withCheckpoints } from "./checkpoints.js";

/** Coins of the client that become votes. */
export interface Lock {
  /** Base units of SCV. */
  amount: bigint;
  /** Who votes with all that the client has locked; as before unless told. */
  delegatee?: string;
}

/**
 * Locks coins in one transaction, without an approval (ERC-1363); they count as votes from the next second on.
 * @throws ServiceCoinError `ERC20InsufficientBalance`, `ERC20ExceededSafeSupply`, `ServiceVotesInvalidDelegatee`
 */
export const lock = action(({ coin, addresses }, { amount, delegatee }: Lock) => {
  const data = delegatee === undefined ? "0x" : AbiCoder.defaultAbiCoder().encode(["address"], [delegatee]);
  return withCheckpoints(call(coin["transferAndCall(address,uint256,bytes)"], [addresses.ServiceVotes, amount, data]));
});
