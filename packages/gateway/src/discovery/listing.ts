import type { Service } from "@servicecoin/sdk";
import { checkUrl, type Guard } from "./guard.js";
import type { PaymentTerms } from "./probeEndpoint.js";

/**
 * Limits of what the catalog stores of strangers' registrations, in total less than 100 MB. Lengths are in UTF-16 code
 * units.
 */
export const CATALOG_LIMITS = {
  /** Listed services. */
  services: 10_000,
  /** Listed services of one owner. */
  perOwner: 100,
  /** Length of an endpoint or of a registration file's URI. Longer ones are ignored. */
  url: 1024,
  /** Length of `category` and `unit`. Longer ones are truncated. */
  label: 64,
  name: 128,
  description: 300,
} as const;

/** What the catalog stores of a registered service. All texts are sanitized single lines. */
export interface Listing extends Pick<Service, "agentId" | "owner" | "wallet" | "price" | "rating"> {
  /** The normalized endpoint URL without a fragment. */
  resource: string;
  category: string;
  unit: string;
  /** Where to download the registration file; undefined if the file is stored on the chain. */
  fileUri: string | undefined;
  /** When the registry entry or a rating last changed. */
  lastUpdated: Date;
}

/** What the catalog stores of a registration file. */
export interface FileText {
  name: string;
  description: string;
}

/** The result of the last probe of an endpoint. */
export type Check =
  | { status: "unchecked" }
  | { status: "answering"; checkedAt: Date; asks: PaymentTerms }
  | {
      status: "notAnswering";
      checkedAt: Date;
      /** When the first of the failed probes in a row took place. */
      since: Date;
      /** A code of `ProbeError`. */
      reason: string;
      httpStatus: number | undefined;
    };

/** Everything that the catalog knows about a service. */
export interface Entry {
  listing: Listing;
  file: FileText | undefined;
  check: Check;
}

/** Returns the listing of a service; undefined if it has no endpoint, or one that buyers should not be sent to. */
export function listingOf(service: Service, lastUpdated: Date, guard: Guard): Listing | undefined {
  const resource = resourceOf(service.endpoint, guard);
  if (resource === undefined) return undefined;
  const { agentId, owner, wallet, price, rating, uri } = service;
  return {
    agentId,
    owner,
    wallet,
    price,
    rating,
    resource,
    category: plainText(service.category, CATALOG_LIMITS.label),
    unit: plainText(service.unit, CATALOG_LIMITS.label),
    fileUri: /^(https?|ipfs):/i.test(uri) && uri.length <= CATALOG_LIMITS.url ? uri : undefined,
    lastUpdated,
  };
}

/** Sanitizes the texts of a registration file. */
export function fileText({ name, description }: FileText): FileText {
  return {
    name: plainText(name, CATALOG_LIMITS.name),
    description: plainText(description, CATALOG_LIMITS.description),
  };
}

/** Returns whether the endpoint demands exactly the registered price, for the registered wallet. */
export function isAsRegistered({ listing: { price, wallet }, check }: Entry): boolean {
  return check.status === "answering" && check.asks.amount === price && check.asks.payTo === wallet;
}

/**
 * Sanitizes untrusted text to one line without control, format or direction characters, and truncates it to `max`
 * UTF-16 code units.
 */
export function plainText(text: string, max: number): string {
  // Truncate first, so that long texts cost no more than short ones. Removing characters may then leave less than
  // `max`.
  const clean = text
    .slice(0, 4 * max)
    .replace(/[\p{Cf}\p{Cs}\p{Co}\p{Cn}]/gu, "")
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim();
  // Do not split a surrogate pair.
  const short = clean.length <= max ? clean : `${clean.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
  // Copy the text: a substring keeps the whole string in memory.
  return Buffer.from(short).toString();
}

function resourceOf(endpoint: string, guard: Guard): string | undefined {
  if (endpoint.length > CATALOG_LIMITS.url || !URL.canParse(endpoint)) return undefined;
  const url = new URL(endpoint);
  url.hash = "";
  try {
    checkUrl(url, guard);
  } catch {
    return undefined;
  }
  return url.href.length <= CATALOG_LIMITS.url ? url.href : undefined;
}
