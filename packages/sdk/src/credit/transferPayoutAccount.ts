import { action, call } from "../core/action.js";

/** A payout account, and the account to offer it to. */
export interface PayoutAccountTransfer {
  account: string;
  /** The next owner, which must accept it; the zero address withdraws the offer. */
  to: string;
}

/**
 * Offers a payout account to another owner, who takes it over with `acceptPayoutAccount`. What is pledged stays
 * pledged. Only the owner may do this.
 * @throws ServiceCoinError `CreditUnauthorized`, `CreditUnknownAccount`
 */
export const transferPayoutAccount = action(({ credit }, { account, to }: PayoutAccountTransfer) =>
  call(credit.transferAccount, [account, to]),
);
