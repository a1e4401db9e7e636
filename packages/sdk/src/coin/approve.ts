import { action, call } from "../core/action.js";

/** An allowance for a spender. */
export interface Approval {
  spender: string;
  /** Base units of SCV. 0 revokes the allowance, 2^256 - 1 is unlimited. */
  amount: bigint;
}

/**
 * Sets how many of the client's coins a spender may move (ERC-20). It replaces the allowance before.
 * @throws ServiceCoinError `ERC20InvalidSpender`
 */
export const approve = action(({ coin }, { spender, amount }: Approval) => call(coin.approve, [spender, amount]));
