import { action, call } from "../core/action.js";
import type { Transfer } from "./transfer.js";

/** A payment that its receiver can look up. */
export interface TransferWithReference extends Transfer {
  /** Any 32 bytes, for example the hash of an invoice. It is public. */
  reference: string;
}

/**
 * Sends coins with a reference (event of ERC-7699).
 * @throws ServiceCoinError `ERC20InsufficientBalance`, `ERC20InvalidReceiver`
 */
export const transferWithReference = action(({ coin }, { to, amount, reference }: TransferWithReference) =>
  call(coin.transferWithReference, [to, amount, reference]),
);
