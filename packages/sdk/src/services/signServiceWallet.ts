import { nextTime } from "../clock.js";
import { accountOf, type Client } from "../core/client.js";
import { withErrors } from "../core/errors.js";
import { signAs } from "../credit/signAs.js";
import { domainOf } from "../domain.js";
import { agentWalletData } from "./metadata.js";

/** Default validity of a wallet's consent, in seconds; the registry accepts at most 300. */
export const CONSENT_VALID_FOR = 240n;

/** A consent to sign. */
export interface ServiceWalletConsent {
  agentId: bigint;
  /** The account to pay. Default: the client's account. Any other must be its payout account, or a smart wallet that it signs for. */
  newWallet?: string | undefined;
  /**
   * Last second in which the consent is valid, in seconds since 1970. Default: 4 minutes from now, by the chain's
   * clock.
   */
  deadline?: bigint | undefined;
}

/** An account's signed consent to be the wallet of a service. */
export interface SignedServiceWallet {
  agentId: bigint;
  newWallet: string;
  /** Seconds since 1970. */
  deadline: bigint;
  signature: string;
}

/**
 * Signs the consent of the client's account to be paid for a service of its current owner (ERC-8004, EIP-712). No gas:
 * the owner or an operator of the service submits it with `setServiceWallet`.
 * @throws ServiceCoinError `ERC721NonexistentToken`, `NoSigner`, `Rejected`
 */
export async function signServiceWallet(client: Client, consent: ServiceWalletConsent): Promise<SignedServiceWallet> {
  return withErrors(async () => {
    const { agentId } = consent;
    const newWallet = consent.newWallet ?? (await accountOf(client));
    const owner = await client.registry.ownerOf(agentId);
    const deadline = consent.deadline ?? (await nextTime(client)) + CONSENT_VALID_FOR;
    const domain = domainOf(client, "ServiceRegistry");
    const signature = await signAs(client, newWallet, agentWalletData(domain, { agentId, newWallet, owner, deadline }));
    return { agentId, newWallet, deadline, signature };
  });
}
