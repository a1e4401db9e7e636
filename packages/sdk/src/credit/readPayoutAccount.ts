import { getAddress, ZeroAddress, ZeroHash } from "ethers";
import { inNextBlock } from "../clock.js";
import { accountOf, type Client } from "../core/client.js";
import { withErrors } from "../core/errors.js";
import { requirePayoutAccount } from "./payoutAccount.js";

/** The current standing of a payout account. Amounts are base units of SCV. */
export interface PayoutAccountStanding {
  account: string;
  owner: string;
  /** Account that can accept it, if its owner offered it to one. */
  pendingOwner: string | undefined;
  balance: bigint;
  /** What the owner can withdraw now; the rest is due to lenders. */
  withdrawable: bigint;
  /** Ids of the loans that have orders of this account as security. */
  orderLoans: string[];
  /** Id of the loan that has all income of this account as security, if there is one. */
  incomeLoan: string | undefined;
}

/**
 * Returns the address of a payout account, whether or not it was created.
 * @param params `owner` is the account that creates it. Default: the client's account.
 * @throws ServiceCoinError `NoSigner` when no owner is given and the client is read-only
 */
export async function payoutAccountOf(
  client: Client,
  { owner, salt }: { owner?: string; salt: string },
): Promise<string> {
  return withErrors(async () => client.credit.accountOf(owner ?? (await accountOf(client)), salt));
}

/**
 * Reads the current standing of a payout account.
 * @throws ServiceCoinError `CreditUnknownAccount` when the address is not one
 * @example
 * ```ts
 * const { balance, withdrawable } = await readPayoutAccount(client, account);
 * console.log(formatScv(balance - withdrawable), "SCV are due to lenders");
 * ```
 */
export async function readPayoutAccount(client: Client, account: string): Promise<PayoutAccountStanding> {
  return withErrors(async () => {
    const { credit, coin } = client;
    await requirePayoutAccount(client, account);
    const [owner, pendingOwner, balance, withdrawable, [orderLoans, incomeLoan]] = await Promise.all([
      credit.ownerOf(account),
      credit.pendingOwnerOf(account),
      inNextBlock((at) => coin.balanceOf(account, at)),
      inNextBlock((at) => credit.withdrawableOf(account, at)),
      credit.loansOf(account),
    ]);
    return {
      account: getAddress(account),
      owner,
      pendingOwner: pendingOwner === ZeroAddress ? undefined : pendingOwner,
      balance,
      withdrawable,
      orderLoans: [...orderLoans],
      incomeLoan: incomeLoan === ZeroHash ? undefined : incomeLoan,
    };
  });
}
