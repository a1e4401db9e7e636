import type { Sent, SendOptions } from "../core/action.js";
import { type Client, signerOf } from "../core/client.js";
import { withErrors } from "../core/errors.js";
import { serviceMetadata, type MetadataEntry, type ServiceTerms } from "./metadata.js";
import { uriOf, type RegistrationUri } from "./registrationUri.js";
import { setServiceMetadata } from "./setServiceMetadata.js";
import { setServiceUri } from "./setServiceUri.js";

/** Changes of a service. */
export interface ServiceUpdate extends RegistrationUri, Partial<ServiceTerms> {
  agentId: bigint;
}

/** The field that a transaction changes. */
export type ServiceField = "uri" | keyof ServiceTerms;

/** A confirmed change. */
export interface ServiceChange extends Sent {
  field: ServiceField;
}

/**
 * Returns which of these fields differ from the registry: `updateService` sends one transaction for each.
 * @throws ServiceCoinError `ERC721NonexistentToken`, `RegistrationInvalid`, `RegistrationTooLarge`
 */
export async function planServiceUpdate(client: Client, update: ServiceUpdate): Promise<ServiceField[]> {
  return withErrors(async () => (await differences(client, update)).map(({ field }) => field));
}

/**
 * Changes URI and terms of a service, with one transaction for each field that differs from the registry (ERC-8004).
 * Only the service's owner or operators may do this. If one fails, those before it remain: the changes reported to
 * `onChange` are done, and the same call again does the rest.
 * @param options For each of the transactions.
 * @param onChange Called with each change as soon as it is confirmed.
 * @throws ServiceCoinError `RegistryUnauthorized`, `ERC721NonexistentToken`, `RegistrationInvalid`,
 * `RegistrationTooLarge`
 */
export async function updateService(
  client: Client,
  update: ServiceUpdate,
  options?: SendOptions,
  onChange?: (change: ServiceChange) => void,
): Promise<{ changes: ServiceChange[] }> {
  signerOf(client);
  const changes: ServiceChange[] = [];
  for (const { field, send } of await withErrors(() => differences(client, update))) {
    const change = { field, ...(await send(options)) };
    changes.push(change);
    onChange?.(change);
  }
  return { changes };
}

interface Difference {
  field: ServiceField;
  send: (options?: SendOptions) => Promise<Sent>;
}

async function differences(client: Client, update: ServiceUpdate): Promise<Difference[]> {
  const { agentId, category, price, unit, endpoint } = update;
  const { registry } = client;
  const uri = uriOf(update);
  const found: Difference[] = [];
  const currentUri = await registry.tokenURI(agentId);
  if (uri !== undefined && uri !== currentUri) {
    found.push({ field: "uri", send: (options) => setServiceUri(client, { agentId, uri }, options) });
  }
  for (const entry of serviceMetadata({ category, price, unit, endpoint })) {
    if ((await registry.getMetadata(agentId, entry.metadataKey)) === entry.metadataValue) continue;
    const send = (options?: SendOptions) => setServiceMetadata(client, { agentId, ...entry }, options);
    found.push({ field: fieldOf(entry), send });
  }
  return found;
}

/** `serviceMetadata` names each entry after its term. */
function fieldOf({ metadataKey }: MetadataEntry): ServiceField {
  return metadataKey as keyof ServiceTerms;
}
