import { randomBytes, hexlify } from "ethers";
import { action, call } from "../core/action.js";
import { requireEvent } from "../requireEvent.js";

/** A payout account to create. */
export interface NewPayoutAccount {
  /** 32 bytes; with the owner they determine the address, see `payoutAccountOf`. Default: random. */
  salt?: string | undefined;
}

/**
 * Creates a payout account that the client's account owns. Name it as the payee of deals or as the wallet of a service:
 * what it earns can be pledged for loans.
 * @throws ServiceCoinError `FailedDeployment` when this account has created one with this salt before
 * @example
 * ```ts
 * const { account } = await createPayoutAccount(client, {});
 * ```
 */
export const createPayoutAccount = action(
  ({ credit }, { salt = hexlify(randomBytes(32)) }: NewPayoutAccount) => call(credit.createAccount, [salt]),
  (sent): { account: string } => ({ account: requireEvent(sent, "AccountCreated").args.account }),
);
