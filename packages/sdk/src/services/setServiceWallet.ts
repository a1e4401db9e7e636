import { action, call } from "../core/action.js";
import { domainOf } from "../domain.js";
import { canonicalSignature } from "../sign.js";
import { agentWalletData } from "./metadata.js";
import type { SignedServiceWallet } from "./signServiceWallet.js";

/**
 * Changes the wallet that receives a service's payments, with the new wallet's consent by key or ERC-1271 (ERC-8004).
 * Only the service's owner or operators may do this.
 * @throws ServiceCoinError `RegistryUnauthorized`, `RegistryInvalidSignature`, `RegistryInvalidDeadline`,
 * `RegistryInvalidWallet`, `ERC721NonexistentToken`
 */
export const setServiceWallet = action(
  async (client, { agentId, newWallet, deadline, signature }: SignedServiceWallet) => {
    const owner = await client.registry.ownerOf(agentId);
    const data = agentWalletData(domainOf(client, "ServiceRegistry"), { agentId, newWallet, owner, deadline });
    const canonical = canonicalSignature(data, newWallet, signature);
    return call(client.registry.setAgentWallet, [agentId, newWallet, deadline, canonical]);
  },
);
