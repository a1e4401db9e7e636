import { MaxUint256 } from "ethers";
import { action, call } from "../core/action.js";
import { accountOf } from "../core/client.js";
import { requireEvent } from "../requireEvent.js";
import { payoutAccountAt, requirePayoutAccount } from "./payoutAccount.js";

/** A withdrawal of SCV. */
export interface Withdrawal {
  account: string;
  /** Receives the coins. Default: the client's account. */
  to?: string | undefined;
  /** Base units of SCV. Default: everything that is not due to a lender. */
  amount?: bigint | undefined;
}

/**
 * Withdraws SCV that is not due to a lender from a payout account. Only its owner may do this.
 * @throws ServiceCoinError `CreditUnauthorized`, `CreditUnknownAccount`, `CreditInsufficientFunds`
 * @example
 * ```ts
 * const { amount } = await withdrawFromPayoutAccount(client, { account });
 * console.log("Withdrew", formatScv(amount), "SCV");
 * ```
 */
export const withdrawFromPayoutAccount = action(
  async (client, { account, to, amount = MaxUint256 }: Withdrawal) => {
    // An address without code would take the call, and do nothing.
    await requirePayoutAccount(client, account);
    return call(payoutAccountAt(client, account).withdraw, [to ?? (await accountOf(client)), amount]);
  },
  (sent): { amount: bigint } => ({ amount: requireEvent(sent, "AccountWithdrawn").args.amount }),
);

/** A withdrawal of a token that is not SCV. */
export interface TokenWithdrawal {
  account: string;
  /** Address of the token (ERC-20). */
  token: string;
  /** Receives the tokens. Default: the client's account. */
  to?: string | undefined;
  /** Base units of the token. */
  amount: bigint;
}

/**
 * Withdraws another token that was sent to a payout account. Only its owner may do this.
 * @throws ServiceCoinError `PayoutAccountUnauthorized`, `PayoutAccountForbiddenToken`, `CreditUnknownAccount`,
 * `SafeERC20FailedOperation`
 */
export const withdrawTokenFromPayoutAccount = action(async (client, withdrawal: TokenWithdrawal) => {
  const { account, token, to, amount } = withdrawal;
  await requirePayoutAccount(client, account);
  return call(payoutAccountAt(client, account).withdrawToken, [token, to ?? (await accountOf(client)), amount]);
});
