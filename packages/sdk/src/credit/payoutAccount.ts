import { ZeroAddress } from "ethers";
import { accountOf, isSending, type Client } from "../core/client.js";
import { attachAt } from "../core/contracts.js";
import { ServiceCoinError, withErrors } from "../core/errors.js";
import type { PaymentHub } from "../typechain/PaymentHub.js";
import type { PayoutAccount } from "../typechain/PayoutAccount.js";

/** Connects a payout account. */
export function payoutAccountAt({ runner }: Client, account: string): PayoutAccount {
  return attachAt("PayoutAccount", account, runner);
}

/** @throws ServiceCoinError `CreditUnknownAccount` when the address is not a payout account */
export async function requirePayoutAccount({ credit }: Client, account: string): Promise<void> {
  if ((await credit.ownerOf(account)) === ZeroAddress) throw new ServiceCoinError("CreditUnknownAccount", { account });
}

/** Returns whether the address is a payout account that the client's account owns. Asks the chain. */
export async function ownsPayoutAccount(client: Client, address: string): Promise<boolean> {
  if (!isSending(client) || !client.runner.provider) return false;
  const account = await accountOf(client);
  if (isSame(account, address)) return false;
  return isSame(await withErrors(() => client.credit.ownerOf(address)), account);
}

/** The parties of a deal or mandate. */
interface Parties {
  payer: string;
  payee: string;
}

/**
 * Returns the contract at which the client's account acts as the payee: its payout account, if that is the payee, else
 * the hub. The payer acts at the hub.
 */
export async function payeeSide(client: Client, { payer, payee }: Parties): Promise<PaymentHub | PayoutAccount> {
  if (!isSending(client) || isSame(await accountOf(client), payer)) return client.hub;
  return (await ownsPayoutAccount(client, payee)) ? payoutAccountAt(client, payee) : client.hub;
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
