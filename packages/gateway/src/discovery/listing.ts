import type { Service } from "@servicecoin/sdk";
import { checkUrl, type Guard } from "./guard.js";
import { CATALOG_LIMITS } from "./limits.js";
import type { Offer } from "./offer.js";
import { plainText } from "./text.js";

/** What the catalog keeps of a service that the registry knows. Texts are one line for people. */
export interface Listing extends Pick<Service, "agentId" | "owner" | "wallet" | "price" | "rating"> {
  /** Its endpoint, as `URL` writes it, without a fragment. */
  resource: string;
  category: string;
  unit: string;
  /** Where its registration file is downloaded, unless it is on the chain. */
  fileUri: string | undefined;
  /** When the registry, or a rating, last changed. */
  lastUpdated: Date;
}

/** What a registration file says. */
export interface FileText {
  name: string;
  description: string;
}

/** What is known of an endpoint. */
export type Check =
  | { status: "unchecked" }
  | { status: "answering"; checkedAt: Date; asks: Offer }
  | {
      status: "notAnswering";
      checkedAt: Date;
      /** When it first did not answer. */
      since: Date;
      /** A code of `AskError`. */
      reason: string;
      httpStatus: number | undefined;
    };

/** What the catalog knows of a service. */
export interface Entry {
  listing: Listing;
  file: FileText | undefined;
  check: Check;
}

/** What the catalog keeps of a service; undefined when its endpoint is one that nobody should be sent to, or none. */
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

/** What the catalog keeps of a registration file. */
export function fileText({ name, description }: FileText): FileText {
  return {
    name: plainText(name, CATALOG_LIMITS.name),
    description: plainText(description, CATALOG_LIMITS.description),
  };
}

/** Whether the endpoint asks for what the registry says: this price, for this wallet. */
export function isAsRegistered({ listing: { price, wallet }, check }: Entry): boolean {
  return check.status === "answering" && check.asks.amount === price && check.asks.payTo === wallet;
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
