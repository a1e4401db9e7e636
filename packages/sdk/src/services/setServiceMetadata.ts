import { action, call } from "../core/action.js";
import type { MetadataEntry } from "./metadata.js";

/** One entry of a service's metadata. */
export interface ServiceMetadata extends MetadataEntry {
  agentId: bigint;
}

/**
 * Sets or overwrites one entry of a service's metadata (ERC-8004); `serviceMetadata` makes those with a meaning. By its owner or operators.
 * @throws ServiceCoinError `RegistryUnauthorized`, `RegistryReservedKey`, `ERC721NonexistentToken`
 */
export const setServiceMetadata = action(({ registry }, { agentId, metadataKey, metadataValue }: ServiceMetadata) =>
  call(registry.setMetadata, [agentId, metadataKey, metadataValue]),
);
