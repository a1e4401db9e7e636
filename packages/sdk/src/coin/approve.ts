import { action, call } from "../core/action.js";

/** How much a spender may move. */
export interface Approval {
  spender: string;
  /** Base units of SCV; 0 takes the allowance away, 2^256 - 1 never runs out. */
  amount: bigint;
}

/** Lets a spender move coins of the client (ERC-20), instead of what it could move before. @throws ServiceCoinError `ERC20InvalidSpender` */
export const approve = action(({ coin }, { spender, amount }: Approval) => call(coin.approve, [spender, amount]));
