import { byPrice, compare, isSameCategory, lowerAverage } from "@servicecoin/sdk/internal";
import { EXTENSION, expectedTerms } from "./item.js";
import { isAsRegistered, type Entry } from "./listing.js";
import type { AssetId } from "./probeEndpoint.js";

/** Conditions of a list. Fields that are undefined do not restrict it. */
export interface CatalogFilter {
  type?: string | undefined;
  /** Address of the payee, in any case. */
  payTo?: string | undefined;
  scheme?: string | undefined;
  network?: string | undefined;
  /** A key under `extensions` of the item. */
  extensions?: string | undefined;
  /** In upper or lower case. */
  category?: string | undefined;
  /** In base units of SCV. Excludes services without a known price. */
  maxPrice?: bigint | undefined;
}

/** Returns whether an entry matches a filter. */
export function matches(entry: Entry, filter: CatalogFilter, { network }: AssetId): boolean {
  const { type, payTo, scheme, extensions, category, maxPrice } = filter;
  const terms = expectedTerms(entry);
  return (
    isUndefinedOr(type, "http") &&
    isUndefinedOr(scheme, "exact") &&
    isUndefinedOr(filter.network, network) &&
    isUndefinedOr(extensions, EXTENSION) &&
    (category === undefined || isSameCategory(entry.listing.category, category)) &&
    (payTo === undefined || terms?.payTo.toLowerCase() === payTo.toLowerCase()) &&
    (maxPrice === undefined || (terms !== undefined && terms.amount <= maxPrice))
  );
}

/**
 * Returns the entries that contain all words of a query, in any case, in their category, unit, endpoint, or the name
 * and description of their file. Order: endpoints that demand the registered terms, other endpoints that respond,
 * unchecked endpoints, endpoints that fail; within each group by best rating, then lowest price, then earliest
 * registration.
 */
export function rank(entries: Entry[], query: string): Entry[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const matching = entries.filter((entry) => {
    const text = textOf(entry);
    return words.every((word) => text.includes(word));
  });
  return matching.sort(
    (a, b) =>
      rankOf(a) - rankOf(b) ||
      compare(lowerAverage(b.listing), lowerAverage(a.listing)) ||
      byPrice(a.listing, b.listing) ||
      compare(a.listing.agentId, b.listing.agentId),
  );
}

function rankOf(entry: Entry): number {
  const { status } = entry.check;
  if (status === "answering") return isAsRegistered(entry) ? 0 : 1;
  return status === "unchecked" ? 2 : 3;
}

function textOf({ listing: { category, unit, resource }, file }: Entry): string {
  return [category, unit, resource, file?.name, file?.description].join("\n").toLowerCase();
}

function isUndefinedOr(wanted: string | undefined, value: string): boolean {
  return wanted === undefined || wanted === value;
}
