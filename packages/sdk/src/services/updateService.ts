import type { Sent, SendOptions } from "../core/action.js";
import { type Client, signerOf } from "../core/client.js";
import { withErrors } from "../core/errors.js";
import { serviceMetadata, type MetadataEntry, type ServiceTerms } from "./metadata.js";
import { uriOf, type RegistrationUri } from "./registrationUri.js";
import { setServiceMetadata } from "./setServiceMetadata.js";
import { setServiceUri } from "./setServiceUri.js";

/** What is to be changed of a service. */
export interface ServiceUpdate extends RegistrationUri, Partial<ServiceTerms> {
  agentId: bigint;
}

/** What a transaction changes. */
export type ServiceField = "uri" | keyof ServiceTerms;

/** A change that was made. */
export interface ServiceChange extends Sent {
  field: ServiceField;
}

/**
 * Which of these fields differ from what the registry has now: each will take one transaction of `updateService`.
 * @throws ServiceCoinError `ERC721NonexistentToken`, `RegistrationInvalid`, `RegistrationTooLarge`
 */
export async function planServiceUpdate(client: Client, update: ServiceUpdate): Promise<ServiceField[]> {
  return withErrors(async () => (await differences(client, update)).map(({ field }) => field));
}

/**
 * Changes URI and terms of a service, one transaction for each that differs from what the registry has now (ERC-8004). By its owner or
 * operators. Should one fail, those before it are made: what `onChange` was told is done, and the same call again does the rest.
 * @param options For each of the transactions.
 * @param onChange Told each change as soon as it is mined.
 * @throws ServiceCoinError `RegistryUnauthorized`, `ERC721NonexistentToken`, `RegistrationInvalid`, `RegistrationTooLarge`
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

/** `serviceMetadata` gives each entry the name of its term. */
function fieldOf({ metadataKey }: MetadataEntry): ServiceField {
  return metadataKey as keyof ServiceTerms;
}
