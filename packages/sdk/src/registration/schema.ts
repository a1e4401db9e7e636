import { isAddress } from "ethers";
import * as z from "zod";
import { REGISTRATION_LIMITS as MAX } from "./limits.js";

/** The `type` of every registration file (ERC-8004). */
export const REGISTRATION_TYPE = "https://eips.ethereum.org/EIPS/eip-8004#registration-v1";

/** A way to reach a service. Fields outside the standard are kept and are not checked: do not link them. */
export interface ServiceEndpoint {
  /** Kind of endpoint: `web`, `A2A`, `MCP`, `OASF`, `ENS`, `DID`, `email`, or any other. */
  name: string;
  /** URL, ENS name, DID, e-mail address, or account (CAIP-10). Never `javascript:`, `vbscript:` or `data:`. */
  endpoint: string;
  /** Version of the protocol in `name`. */
  version?: string | undefined;
  /** Its skills, in terms of OASF. */
  skills?: string[] | undefined;
  /** Its domains of knowledge, in terms of OASF. */
  domains?: string[] | undefined;
  [field: string]: unknown;
}

/**
 * An entry of a registry under which the file claims that its service is registered. The registry may be on any kind of
 * chain, so that check an entry with `claims`.
 */
export interface Registration {
  /**
   * Number in the registry, at most 2^53 - 1: JSON parsers round larger ones, so they are rejected. Registries on other
   * kinds of chains have texts; null before the registration.
   */
  agentId: number | string | null;
  /** `eip155:<chainId>:<address>` of the registry; on other kinds of chains `<namespace>:<chain>:<registry>`. */
  agentRegistry: string;
  [field: string]: unknown;
}

/** A service's description of itself (ERC-8004). Fields outside the standard are kept. */
export interface RegistrationFile {
  type: typeof REGISTRATION_TYPE;
  /** One line by which people know the service. Not unique. */
  name: string;
  /** What it does, how it works, what it costs. May have several lines. */
  description: string;
  /**
   * `https:`, `http:`, `ipfs:`, `ar:` or `data:image/`, or empty. Display it only as an image, never open it as a page.
   */
  image?: string | undefined;
  services: ServiceEndpoint[];
  /** Whether it accepts x402 payments. Default: false. */
  x402Support: boolean;
  /** Whether it accepts orders now; missing when the file does not say. */
  active?: boolean | undefined;
  /** Where it is registered. Default: empty. See `claims`. */
  registrations: Registration[];
  /**
   * For example `reputation`, `crypto-economic`, `tee-attestation`. Missing or empty: the service can be discovered,
   * but makes no claim of trust.
   */
  supportedTrust?: string[] | undefined;
  [field: string]: unknown;
}

// Line separators would let a name pass for the next line; directional marks would let it read backwards.
const ONE_LINE = /^[^\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]*$/u;

function line(max: number) {
  return z.string().max(max).regex(ONE_LINE, "line breaks, control characters and directional marks are not allowed");
}

function isRegistry(text: string): boolean {
  const address = /^eip155:[1-9]\d{0,31}:(0x[0-9a-fA-F]{40})$/.exec(text)?.[1];
  return address !== undefined && isAddress(address);
}

const serviceSchema = z.looseObject({
  name: line(MAX.label).min(1),
  endpoint: line(MAX.endpoint)
    .min(1)
    // Browsers skip leading spaces, and pages show endpoints as links.
    .refine(
      (text) => !/^\s*(javascript|vbscript|data)\s*:/i.test(text),
      "this scheme can run code in the application that opens it",
    ),
  version: line(MAX.label).optional(),
  skills: z.array(line(MAX.topic)).max(MAX.topics).optional(),
  domains: z.array(line(MAX.topic)).max(MAX.topics).optional(),
});

const registrationSchema = z.looseObject({
  agentId: z.union([z.number(), z.string().max(MAX.text), z.null()]).default(null),
  agentRegistry: line(MAX.text),
});

/** Schema of an entry of a registry on an EVM chain. */
export const evmRegistrationSchema = z.looseObject({
  agentId: z.int().nonnegative(),
  agentRegistry: z.string().refine(isRegistry, "expected eip155:<chainId>:<address>"),
});

/**
 * Schema of a parsed registration file. Use `parseRegistration`, which also checks what a schema cannot see: bytes,
 * depth, keys, and what JSON itself lets through.
 *
 * `type`, `name`, `description` and `services` are required. The standard also requires `image`, but only for ERC-721
 * apps, which work without it; it says that files SHOULD have registrations; `x402Support` and `active` are often
 * missing.
 */
export const registrationFileSchema: z.ZodType<RegistrationFile> = z.looseObject({
  type: z.literal(REGISTRATION_TYPE),
  name: line(MAX.name).min(1),
  description: z.string().max(MAX.description),
  image: line(MAX.text)
    .regex(/^($|(https?|ipfs|ar):\/\/|data:image\/)/i, "expected https:, http:, ipfs:, ar: or data:image/")
    .optional(),
  services: z.array(serviceSchema).max(MAX.services),
  x402Support: z.boolean().default(false),
  active: z.boolean().optional(),
  registrations: z.array(registrationSchema).max(MAX.registrations).default([]),
  supportedTrust: z.array(line(MAX.label)).max(MAX.trust).optional(),
});
