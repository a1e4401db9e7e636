import { nextTime } from "../clock.js";
import { accountOf, type Client } from "../core/client.js";
import { withErrors } from "../core/errors.js";
import { domainOf } from "../domain.js";
import { sign } from "../sign.js";
import { agentWalletData } from "./metadata.js";

/** Seconds for which a wallet's consent counts, unless told; the registry takes 300 at most. */
export const CONSENT_VALID_FOR = 240n;

/** A service whose wallet is to change. */
export interface ServiceWalletConsent {
  agentId: bigint;
  /** The account that is to be paid: the client's unless told, as it must be unless it is a smart wallet that the client signs for. */
  newWallet?: string | undefined;
  /** Last second in which the consent counts, in seconds since 1970; 4 minutes from now, by the chain's clock, unless told. */
  deadline?: bigint | undefined;
}

/** An account's consent to be the wallet of a service. */
export interface SignedServiceWallet {
  agentId: bigint;
  newWallet: string;
  /** Seconds since 1970. */
  deadline: bigint;
  signature: string;
}

/**
 * The consent of the client's account to be paid for a service of its present owner (ERC-8004, EIP-712). No gas; a manager of the service
 * brings it with `setServiceWallet`.
 * @throws ServiceCoinError `ERC721NonexistentToken`, `NoSigner`, `Rejected`
 */
export async function signServiceWallet(client: Client, consent: ServiceWalletConsent): Promise<SignedServiceWallet> {
  return withErrors(async () => {
    const { agentId } = consent;
    const newWallet = consent.newWallet ?? (await accountOf(client));
    const owner = await client.registry.ownerOf(agentId);
    const deadline = consent.deadline ?? (await nextTime(client)) + CONSENT_VALID_FOR;
    const domain = domainOf(client, "ServiceRegistry");
    const signature = await sign(client, agentWalletData(domain, { agentId, newWallet, owner, deadline }));
    return { agentId, newWallet, deadline, signature };
  });
}
