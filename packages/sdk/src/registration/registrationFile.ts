import { getAddress } from "ethers";
import type { z } from "zod";
import { invalidAt, tooLargeAt, type RegistrationError } from "./errors.js";
import { checkTree, parseStrictJson } from "./json.js";
import {
  evmRegistrationSchema,
  REGISTRATION_TYPE,
  registrationFileSchema,
  type Registration,
  type RegistrationFile,
  type ServiceEndpoint,
} from "./schema.js";

/** Fields that some programs write as null when they are missing. */
const OPTIONAL_FIELDS = ["image", "x402Support", "active", "registrations", "supportedTrust"];
const OPTIONAL_SERVICE_FIELDS = ["version", "skills", "domains"];

/** Parameters of `buildRegistration`. Additional fields are written to the file unchanged. */
export interface RegistrationParams {
  name: string;
  description: string;
  image: string;
  services: ServiceEndpoint[];
  /** Default: `false`. */
  x402Support?: boolean | undefined;
  /** Default: `true`. */
  active?: boolean | undefined;
  /** Default: empty, because the number of a service is known only after its registration. See `registrationOf`. */
  registrations?: Registration[] | undefined;
  supportedTrust?: string[] | undefined;
  [field: string]: unknown;
}

/**
 * Builds the registration file of a service (ERC-8004), to host as JSON or to pass to `toDataUri`.
 * @throws RegistrationError `RegistrationInvalid` and `RegistrationTooLarge`, as `parseRegistration`: it builds no file
 * that could not be read back; `RegistrationInvalid` for an entry of an EVM registry that names no service
 */
export function buildRegistration(params: RegistrationParams): RegistrationFile {
  const { x402Support = false, active = true, registrations = [], ...others } = params;
  const file = { type: REGISTRATION_TYPE, ...others, x402Support, active, registrations };
  checkTree(file);
  const built = parseRegistration(JSON.stringify(file));
  for (const [index, entry] of built.registrations.entries()) checkEvmRegistration(entry, index);
  return built;
}

/** Readers pass over an entry with a mistake, so its author must hear of it. */
function checkEvmRegistration(entry: Registration, index: number): void {
  if (!/^(eip155:|[^:]*$)/.test(entry.agentRegistry)) return;
  const issue = evmRegistrationSchema.safeParse(entry).error?.issues.at(0);
  if (issue !== undefined) throw invalidAt(["registrations", index, ...issue.path], issue.message);
}

/**
 * Parses a registration file that may come from anyone. Null counts as missing where a field is optional, and an entry
 * of a registry on another kind of chain is kept as it is.
 * @param input The JSON, or its bytes in UTF-8.
 * @throws RegistrationError `RegistrationInvalid`, or `RegistrationTooLarge` for one of `REGISTRATION_LIMITS`, each
 * with the first place in the file where it applies.
 */
export function parseRegistration(input: string | Uint8Array): RegistrationFile {
  const result = registrationFileSchema.safeParse(withoutNulls(parseStrictJson(input)), { reportInput: true });
  if (!result.success) throw schemaError(result.error.issues.at(0));
  return result.data;
}

function withoutNulls(file: unknown): unknown {
  deleteNulls(file, OPTIONAL_FIELDS);
  const { services } = (file ?? {}) as { services?: unknown };
  if (Array.isArray(services)) for (const service of services) deleteNulls(service, OPTIONAL_SERVICE_FIELDS);
  return file;
}

function deleteNulls(value: unknown, keys: readonly string[]): void {
  if (typeof value !== "object" || value === null) return;
  for (const key of keys) if (Reflect.get(value, key) === null) Reflect.deleteProperty(value, key);
}

/**
 * Returns the entry by which a file names a service of a registry.
 * @throws RegistrationError `RegistrationInvalid` when `agentId` is negative or above 2^53 - 1, which JSON parsers
 * would round.
 * @throws TypeError of ethers when `registry` is not an address.
 */
export function registrationOf(chainId: bigint | number, registry: string, agentId: bigint | number): Registration {
  const number = Number(agentId);
  if (!Number.isSafeInteger(number) || number < 0) throw invalidAt(["agentId"], "expected 0 to 2^53 - 1");
  return { agentId: number, agentRegistry: registryId(chainId, registry) };
}

/**
 * Returns whether the file names this service among its registrations. Anyone can point a registry at any file; only a
 * file that points back speaks for the service. Also for the file of an endpoint's domain
 * (`/.well-known/agent-registration.json`).
 * @throws TypeError of ethers when `registry` is not an address.
 */
export function claims(
  file: Pick<RegistrationFile, "registrations">,
  chainId: bigint | number,
  registry: string,
  agentId: bigint | number,
): boolean {
  const expected = registryId(chainId, registry).toLowerCase();
  return file.registrations.some(
    ({ agentId: named, agentRegistry }) =>
      Number.isSafeInteger(named) &&
      BigInt(named ?? -1) === BigInt(agentId) &&
      agentRegistry.toLowerCase() === expected,
  );
}

function registryId(chainId: bigint | number, registry: string): string {
  return `eip155:${chainId.toString()}:${getAddress(registry)}`;
}

function schemaError(issue: z.core.$ZodIssue | undefined): RegistrationError {
  if (issue === undefined) return invalidAt([], "it does not match the schema");
  if (issue.code === "too_big" && (Array.isArray(issue.input) || typeof issue.input === "string")) {
    const unit = typeof issue.input === "string" ? "characters" : "entries";
    return tooLargeAt(issue.path, issue.input.length, Number(issue.maximum), unit);
  }
  return invalidAt(issue.path, issue.message);
}
