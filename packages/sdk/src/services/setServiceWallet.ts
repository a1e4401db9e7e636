import { action, call } from "../core/action.js";
import type { SignedServiceWallet } from "./signServiceWallet.js";

/**
 * Changes the wallet that receives a service's payments, with the new wallet's consent by key or ERC-1271 (ERC-8004).
 * Only the service's owner or operators may do this.
 * @throws ServiceCoinError `RegistryUnauthorized`, `RegistryInvalidSignature`, `RegistryInvalidDeadline`,
 * `RegistryInvalidWallet`, `ERC721NonexistentToken`
 */
export const setServiceWallet = action(
  ({ registry }, { agentId, newWallet, deadline, signature }: SignedServiceWallet) =>
    call(registry.setAgentWallet, [agentId, newWallet, deadline, signature]),
);
