import { CATALOG_LIMITS, type Check, type Entry, type FileText, type Listing } from "./listing.js";
import type { AssetId } from "./probeEndpoint.js";
import { matches, rank, type CatalogFilter } from "./search.js";

/** Capacity of a catalog. */
export interface CatalogSize {
  /** Most listed services. */
  services: number;
  /** Most listed services of one owner. */
  perOwner: number;
}

/** Numbers for monitoring. */
export interface CatalogStats {
  services: number;
  answering: number;
  notAnswering: number;
  unchecked: number;
  /** Services that were rejected or evicted for lack of room since the start. */
  turnedAway: number;
  /** The last block that was read. */
  lastBlock: number;
}

/** A page of a longer list. */
export interface CatalogPage {
  entries: Entry[];
  /** Length of the whole list. */
  total: number;
}

/** The position of the first entry, counted from 0, and the most entries of a page. */
export interface PageRange {
  offset: number;
  limit: number;
}

/** The services that sell over HTTP, in memory: their registrations, and whether their endpoints respond. */
export class Catalog {
  readonly assetId: AssetId;
  /** The last block that was read. */
  lastBlock = -1;
  private readonly size: CatalogSize;
  private readonly entries = new Map<bigint, Entry>();
  private readonly countByOwner = new Map<string, number>();
  private turnedAway = 0;

  constructor(assetId: AssetId, size: CatalogSize = CATALOG_LIMITS) {
    this.assetId = assetId;
    this.size = size;
  }

  /** Adds or updates a service. A new endpoint counts as unchecked, and a new file as unread. */
  put(listing: Listing, file?: FileText): void {
    const { agentId, owner, resource, fileUri } = listing;
    const previous = this.entries.get(agentId);
    this.remove(agentId);
    if ((this.countByOwner.get(owner) ?? 0) >= this.size.perOwner || !this.makeRoom()) {
      this.turnedAway++;
      return;
    }
    const isSameFile = fileUri !== undefined && previous?.listing.fileUri === fileUri;
    this.entries.set(agentId, {
      listing,
      file: file ?? (isSameFile ? previous.file : undefined),
      check: previous?.listing.resource === resource ? previous.check : { status: "unchecked" },
    });
    this.countByOwner.set(owner, (this.countByOwner.get(owner) ?? 0) + 1);
  }

  /** Removes a service. */
  remove(agentId: bigint): void {
    const entry = this.entries.get(agentId);
    if (entry === undefined) return;
    this.entries.delete(agentId);
    const { owner } = entry.listing;
    const left = (this.countByOwner.get(owner) ?? 0) - 1;
    if (left > 0) this.countByOwner.set(owner, left);
    else this.countByOwner.delete(owner);
  }

  /** Records the result of a probe, if the service still has this endpoint. */
  mark(agentId: bigint, resource: string, check: Check): void {
    const entry = this.entries.get(agentId);
    if (entry?.listing.resource === resource) entry.check = check;
  }

  /** Records the texts of a registration file, if the service still has this file. */
  describe(agentId: bigint, fileUri: string, file: FileText): void {
    const entry = this.entries.get(agentId);
    if (entry?.listing.fileUri === fileUri) entry.file = file;
  }

  get(agentId: bigint): Readonly<Entry> | undefined {
    return this.entries.get(agentId);
  }

  /** Returns all entries, in no particular order. */
  all(): Iterable<Readonly<Entry>> {
    return this.entries.values();
  }

  /** Returns the services that match a filter, in order of registration. */
  list(filter: CatalogFilter, range: PageRange): CatalogPage {
    const matching = [...this.entries.values()].filter((entry) => matches(entry, filter, this.assetId));
    matching.sort((a, b) => (a.listing.agentId < b.listing.agentId ? -1 : 1));
    return pageOf(matching, range);
  }

  /** Returns the services that contain all words of a query, best first; see `rank`. */
  search(query: string, filter: CatalogFilter, range: PageRange): CatalogPage {
    const matching = [...this.entries.values()].filter((entry) => matches(entry, filter, this.assetId));
    return pageOf(rank(matching, query), range);
  }

  stats(): CatalogStats {
    const counts = { answering: 0, notAnswering: 0, unchecked: 0 };
    for (const { check } of this.entries.values()) counts[check.status]++;
    const { turnedAway, lastBlock } = this;
    return { services: this.entries.size, ...counts, turnedAway, lastBlock };
  }

  /**
   * Returns whether there is room for another service. If the catalog is full, evicts the service that has failed its
   * probes for the longest time and that has no paid rating.
   */
  private makeRoom(): boolean {
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

function pageOf(entries: Entry[], { offset, limit }: PageRange): CatalogPage {
  return { entries: entries.slice(offset, offset + limit), total: entries.length };
}
