import { byPrice, compare, lowerAverage } from "@servicecoin/sdk/internal";
import { EXTENSION, offerOf } from "./item.js";
import { isAsRegistered, type Entry } from "./listing.js";
import type { Market } from "./offer.js";

/** What a list is narrowed to; each field only where it is given. */
export interface Filter {
  type?: string | undefined;
  /** Address in any case. */
  payTo?: string | undefined;
  scheme?: string | undefined;
  network?: string | undefined;
  /** Key that an item has under `extensions`. */
  extensions?: string | undefined;
  /** Exactly. */
  category?: string | undefined;
  /** Base units of SCV; leaves out services without a known price. */
  maxPrice?: bigint | undefined;
}

/** Whether a filter lets an entry pass. */
export function matches(entry: Entry, filter: Filter, { network }: Market): boolean {
  const { type, payTo, scheme, extensions, category, maxPrice } = filter;
  const offer = offerOf(entry);
  return (
    isOrMissing(type, "http") &&
    isOrMissing(scheme, "exact") &&
    isOrMissing(filter.network, network) &&
    isOrMissing(extensions, EXTENSION) &&
    isOrMissing(category, entry.listing.category) &&
    (payTo === undefined || offer?.payTo.toLowerCase() === payTo.toLowerCase()) &&
    (maxPrice === undefined || (offer !== undefined && offer.amount <= maxPrice))
  );
}

/**
 * The entries that have all words of a query, in upper or lower case, in their category, unit, endpoint, or name and description of their
 * file. Those that ask for what is registered come first, then others that answer, then those that were not asked yet, then those that do
 * not answer; within each, the best rated, then the cheapest, then the oldest.
 */
export function ranked(entries: Entry[], query: string): Entry[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = entries.filter((entry) => {
    const text = textOf(entry);
    return words.every((word) => text.includes(word));
  });
  return found.sort(
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

function isOrMissing(wanted: string | undefined, value: string): boolean {
  return wanted === undefined || wanted === value;
}
