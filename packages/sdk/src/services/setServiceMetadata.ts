import { action, call } from "../core/action.js";
import type { MetadataEntry } from "./metadata.js";

/** An entry of a service's metadata. */
export interface ServiceMetadata extends MetadataEntry {
  agentId: bigint;
}

/**
 * Sets an entry of a service's metadata (ERC-8004); `serviceMetadata` encodes the entries that ServiceCoin defines.
 * Only the service's owner or operators may do this.
 * @throws ServiceCoinError `RegistryUnauthorized`, `RegistryReservedKey`, `ERC721NonexistentToken`
 */
export const setServiceMetadata = action(({ registry }, { agentId, metadataKey, metadataValue }: ServiceMetadata) =>
  call(registry.setMetadata, [agentId, metadataKey, metadataValue]),
);
