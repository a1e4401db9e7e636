import { action, call } from "../core/action.js";

/**
 * Removes the wallet of a service (ERC-8004). Only the service's owner or operators may do this.
 * @throws ServiceCoinError `RegistryUnauthorized`, `ERC721NonexistentToken`
 */
export const unsetServiceWallet = action(({ registry }, { agentId }: { agentId: bigint }) =>
  call(registry.unsetAgentWallet, [agentId]),
);
