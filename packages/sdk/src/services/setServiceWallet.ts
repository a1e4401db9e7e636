import { action, call } from "../core/action.js";
import type { SignedServiceWallet } from "./signServiceWallet.js";

/**
 * Changes where a service is paid, with the new wallet's consent by key or ERC-1271 (ERC-8004). By its owner or operators.
 * @throws ServiceCoinError `RegistryUnauthorized`, `RegistryInvalidSignature`, `RegistryInvalidDeadline`, `RegistryInvalidWallet`,
 * `ERC721NonexistentToken`
 */
export const setServiceWallet = action(
  ({ registry }, { agentId, newWallet, deadline, signature }: SignedServiceWallet) =>
    call(registry.setAgentWallet, [agentId, newWallet, deadline, signature]),
);
