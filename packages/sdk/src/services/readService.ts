import type { Client } from "../core/client.js";
import { toServiceCoinError, withErrors } from "../core/errors.js";
import { claims } from "../registration/registrationFile.js";
import { readAgentUri, type AgentFile, type ReadOptions } from "../registration/uri.js";
import { readRegistered, type Service } from "./discovery.js";
import { fromRegistration } from "./registrationUri.js";

/** A service's registration file. */
export interface ServiceFile extends AgentFile {
  /** Whether the file names this service in turn. If not, it may be about another service, or anyone's. */
  claimsService: boolean;
}

/** A service with its registration file. */
export interface ServiceWithFile extends Service {
  registration: ServiceFile;
}

/**
 * Reads a service from the registries.
 * @throws ServiceCoinError `ERC721NonexistentToken`
 * @example
 * ```ts
 * const { endpoint, price, wallet } = await readService(client, 1n);
 * ```
 */
export async function readService(client: Client, agentId: bigint): Promise<Service>;
/**
 * Reads a service with its registration file, which is downloaded from the URI that its owner set.
 * @param options How to download it; see `ReadOptions` before you use this on a server.
 * @throws ServiceCoinError `ERC721NonexistentToken`, `RegistrationInvalid`, `RegistrationTooLarge`,
 * `RegistrationUnsupportedUri`, `RegistrationUnreachable`, `RegistrationTimeout`, `RegistrationCanceled`
 */
export async function readService(
  client: Client,
  agentId: bigint,
  options: { file: true | ReadOptions },
): Promise<ServiceWithFile>;
export async function readService(
  client: Client,
  agentId: bigint,
  options?: { file: true | ReadOptions },
): Promise<Service | ServiceWithFile> {
  const service = await withErrors(() => readRegistered(client, agentId));
  if (options === undefined) return service;
  const registration = await readServiceFile(client, service, options.file === true ? {} : options.file);
  return { ...service, registration };
}

/**
 * Reads the registration file of a service that was read before.
 * @throws ServiceCoinError as `readService` with a file
 */
export async function readServiceFile(
  { chainId, addresses }: Client,
  { agentId, uri }: Pick<Service, "agentId" | "uri">,
  options: ReadOptions = {},
): Promise<ServiceFile> {
  try {
    const read = await readAgentUri(uri, options);
    return { ...read, claimsService: claims(read.file, chainId, addresses.ServiceRegistry, agentId) };
  } catch (error) {
    throw toServiceCoinError(fromRegistration(error));
  }
}
