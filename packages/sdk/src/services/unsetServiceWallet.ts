import { action, call } from "../core/action.js";

/**
 * Leaves a service without a wallet (ERC-8004). By its owner or operators.
 * @throws ServiceCoinError `RegistryUnauthorized`, `ERC721NonexistentToken`
 */
export const unsetServiceWallet = action(({ registry }, { agentId }: { agentId: bigint }) =>
  call(registry.unsetAgentWallet, [agentId]),
);
