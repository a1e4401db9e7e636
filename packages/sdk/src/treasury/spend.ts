import { ZeroHash } from "ethers";
import { action, call } from "../core/action.js";

/** A payment out of the treasury. */
export interface TreasuryPayment {
  /** Address of a token, or zero for ether. */
  asset: string;
  to: string;
  /** Base units of the asset, wei for ether. */
  amount: bigint;
  /** 32 bytes that identify the payment, for example the hash of an invoice. Default: zero. */
  ref?: string;
}

/** @deprecated Use `TreasuryPayment`. */
export type Payment = TreasuryPayment;

/**
 * Pays out of the budget of the client, who must be a steward.
 * @throws ServiceCoinError `TreasuryBudgetExceeded`, `TreasuryCapExceeded`, `TreasuryInvalidRecipient`,
 * `TreasuryEtherTransferFailed`, `ERC20InsufficientBalance`
 */
export const spend = action(({ treasury }, { asset, to, amount, ref = ZeroHash }: TreasuryPayment) =>
  call(treasury.spend, [asset, to, amount, ref]),
);
