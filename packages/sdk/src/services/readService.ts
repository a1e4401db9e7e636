import type { Client } from "../core/client.js";
import { toServiceCoinError, withErrors } from "../core/errors.js";
import { claims } from "../registration/registrationFile.js";
import { readAgentUri, type AgentFile, type ReadOptions } from "../registration/uri.js";
import { readService as readFromRegistries, type Service } from "./discovery.js";
import { fromRegistration } from "./registrationUri.js";

/** A service's registration file. */
export interface ServiceFile extends AgentFile {
  /** Whether the file names this service in turn; one that does not may be about another, or anyone's. */
  claimsService: boolean;
}

/** A service with its registration file. */
export interface ServiceWithFile extends Service {
  registration: ServiceFile;
}

/** A service as the registries know it now. @throws ServiceCoinError `ERC721NonexistentToken` */
export async function readService(client: Client, agentId: bigint): Promise<Service>;
/**
 * A service with its registration file, which is downloaded from wherever its owner says.
 * @param options How to download it; see `ReadOptions` before servers use this.
 * @throws ServiceCoinError `ERC721NonexistentToken`, `RegistrationInvalid`, `RegistrationTooLarge`, `RegistrationUnsupportedUri`,
 * `RegistrationUnreachable`, `RegistrationTimeout`, `RegistrationCanceled`
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
  const service = await withErrors(() => readFromRegistries(client, agentId));
  if (options === undefined) return service;
  const registration = await readServiceFile(client, service, options.file === true ? {} : options.file);
  return { ...service, registration };
}

/** The registration file of a service that was read before. @throws ServiceCoinError as `readService` with a file */
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
