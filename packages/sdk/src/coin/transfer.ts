import { action, call } from "../core/action.js";

/** A payment from the client's own coins. */
export interface Transfer {
  to: string;
  /** Base units of SCV. */
  amount: bigint;
}

/** Sends coins (ERC-20). @throws ServiceCoinError `ERC20InsufficientBalance`, `ERC20InvalidReceiver` */
export const transfer = action(({ coin }, { to, amount }: Transfer) => call(coin.transfer, [to, amount]));
