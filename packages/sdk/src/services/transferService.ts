import { action, call } from "../core/action.js";

/** A transfer of a service. */
export interface ServiceTransfer {
  agentId: bigint;
  to: string;
}

/**
 * Transfers a service to another owner (ERC-721), who must then set a wallet for it. URI, metadata and ratings remain.
 * Only the service's owner or operators may do this.
 * @throws ServiceCoinError `ERC721NonexistentToken`, `ERC721InsufficientApproval`, `ERC721InvalidReceiver`
 */
export const transferService = action(async ({ registry }, { agentId, to }: ServiceTransfer) =>
  call(registry["safeTransferFrom(address,address,uint256)"], [await registry.ownerOf(agentId), to, agentId]),
);
