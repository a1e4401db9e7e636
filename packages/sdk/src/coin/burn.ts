import { action, call } from "../core/action.js";

/**
 * Destroys coins of the client permanently. `amount` is in base units of SCV.
 * @throws ServiceCoinError `ERC20InsufficientBalance`
 */
export const burn = action(({ coin }, { amount }: { amount: bigint }) => call(coin.burn, [amount]));
