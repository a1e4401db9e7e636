import type { Check, Entry, FileText, Listing } from "./listing.js";
import { CATALOG_LIMITS } from "./limits.js";
import type { Market } from "./offer.js";
import { matches, ranked, type Filter } from "./search.js";

/** How much a catalog takes. */
export interface CatalogSize {
  /** Services that are listed. */
  services: number;
  /** Of one owner. */
  perOwner: number;
}

/** What a catalog holds, for whoever watches it. */
export interface CatalogStats {
  services: number;
  answering: number;
  notAnswering: number;
  unchecked: number;
  /** How often a service was not taken, or given up, for lack of room, since the start. */
  turnedAway: number;
  /** The last block that was read. */
  lastBlock: number;
}

/** A part of a longer list. */
export interface Page {
  entries: Entry[];
  /** Of the whole list. */
  total: number;
}

/** Where a page begins, counted from 0, and how many it has at most. */
export interface PageRange {
  offset: number;
  limit: number;
}

/** The services that sell by HTTP, kept in memory: what the registry knows, and whether their endpoints answer. */
export class Catalog {
  readonly market: Market;
  /** The last block that was read. */
  lastBlock = -1;
  private readonly size: CatalogSize;
  private readonly entries = new Map<bigint, Entry>();
  private readonly ownedBy = new Map<string, number>();
  private turnedAway = 0;

  constructor(market: Market, size: CatalogSize = CATALOG_LIMITS) {
    this.market = market;
    this.size = size;
  }

  /** Lists a service, or what it has become. Another endpoint has not been checked, and another file has not been read. */
  put(listing: Listing, file?: FileText): void {
    const { agentId, owner, resource, fileUri } = listing;
    const former = this.entries.get(agentId);
    this.remove(agentId);
    if ((this.ownedBy.get(owner) ?? 0) >= this.size.perOwner || !this.hasRoom()) {
      this.turnedAway++;
      return;
    }
    const isSameFile = fileUri !== undefined && former?.listing.fileUri === fileUri;
    this.entries.set(agentId, {
      listing,
      file: file ?? (isSameFile ? former.file : undefined),
      check: former?.listing.resource === resource ? former.check : { status: "unchecked" },
    });
    this.ownedBy.set(owner, (this.ownedBy.get(owner) ?? 0) + 1);
  }

  /** Lists a service no more. */
  remove(agentId: bigint): void {
    const entry = this.entries.get(agentId);
    if (entry === undefined) return;
    this.entries.delete(agentId);
    const { owner } = entry.listing;
    const left = (this.ownedBy.get(owner) ?? 0) - 1;
    if (left > 0) this.ownedBy.set(owner, left);
    else this.ownedBy.delete(owner);
  }

  /** Notes what came of asking an endpoint, if it is still the service's. */
  mark(agentId: bigint, resource: string, check: Check): void {
    const entry = this.entries.get(agentId);
    if (entry?.listing.resource === resource) entry.check = check;
  }

  /** Notes what a registration file says, if it is still the service's. */
  describe(agentId: bigint, fileUri: string, file: FileText): void {
    const entry = this.entries.get(agentId);
    if (entry?.listing.fileUri === fileUri) entry.file = file;
  }

  get(agentId: bigint): Readonly<Entry> | undefined {
    return this.entries.get(agentId);
  }

  /** Every entry, in no order. */
  all(): Iterable<Readonly<Entry>> {
    return this.entries.values();
  }

  /** The services that a filter lets pass, in order of registration. */
  list(filter: Filter, range: PageRange): Page {
    const found = [...this.entries.values()].filter((entry) => matches(entry, filter, this.market));
    found.sort((a, b) => (a.listing.agentId < b.listing.agentId ? -1 : 1));
    return pageOf(found, range);
  }

  /** The services that have all words of a query, best first: see `ranked`. */
  search(query: string, filter: Filter, range: PageRange): Page {
    const found = [...this.entries.values()].filter((entry) => matches(entry, filter, this.market));
    return pageOf(ranked(found, query), range);
  }

  stats(): CatalogStats {
    const counts = { answering: 0, notAnswering: 0, unchecked: 0 };
    for (const { check } of this.entries.values()) counts[check.status]++;
    const { turnedAway, lastBlock } = this;
    return { services: this.entries.size, ...counts, turnedAway, lastBlock };
  }

  /** Whether one more fits, if need be in the place of one that nobody paid and that has not answered for the longest time. */
  private hasRoom(): boolean {
    if (this.entries.size < this.size.services) return true;
    let worst: { agentId: bigint; since: Date } | undefined;
    for (const { listing, check } of this.entries.values()) {
      if (check.status !== "notAnswering" || listing.rating.count > 0n) continue;
      if (worst === undefined || check.since < worst.since) worst = { agentId: listing.agentId, since: check.since };
    }
    if (worst === undefined) return false;
    this.remove(worst.agentId);
    this.turnedAway++;
    return true;
  }
}

function pageOf(entries: Entry[], { offset, limit }: PageRange): Page {
  return { entries: entries.slice(offset, offset + limit), total: entries.length };
}
