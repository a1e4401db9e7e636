import { action, call } from "../core/action.js";

/** A service that changes hands. */
export interface ServiceTransfer {
  agentId: bigint;
  to: string;
}

/**
 * Gives a service to another owner (ERC-721), who then needs a wallet for it; URI, metadata and ratings stay. By its owner or operators.
 * @throws ServiceCoinError `ERC721NonexistentToken`, `ERC721InsufficientApproval`, `ERC721InvalidReceiver`
 */
export const transferService = action(async ({ registry }, { agentId, to }: ServiceTransfer) =>
  call(registry["safeTransferFrom(address,address,uint256)"], [await registry.ownerOf(agentId), to, agentId]),
);
