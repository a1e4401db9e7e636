import { action, call } from "../core/action.js";

/**
 * Takes over a payout account that its owner offered to the client's account. Read its loans first
 * (`readPayoutAccount`): they stay with it.
 * @throws ServiceCoinError `CreditUnauthorized`
 */
export const acceptPayoutAccount = action(({ credit }, { account }: { account: string }) =>
  call(credit.acceptAccount, [account]),
);
