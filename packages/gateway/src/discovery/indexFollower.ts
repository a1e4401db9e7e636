import { isDeepStrictEqual } from "node:util";
import { type Client, ServiceCoinError } from "@servicecoin/sdk";
import { findChangedService, readChangedServices, REORG_WINDOW, type ChangedService } from "@servicecoin/sdk/internal";
import type { Catalog } from "./catalog.js";
import type { Follows } from "./follower.js";
import type { Guard } from "./guard.js";
import { updateCatalog } from "./updateCatalog.js";

type Indexer = NonNullable<Client["indexer"]>;

/**
 * Keeps a catalog up to date with the API of an indexer. If that is unavailable, the catalog keeps what was read, and
 * the next round continues from there.
 */
export class IndexFollower implements Follows {
  private readonly indexer: Indexer;
  private readonly catalog: Catalog;
  private readonly guard: Guard;
  /** What changed so lately that a reorganization may take it back, by service. */
  private recent = new Map<bigint, ChangedService>();

  constructor(indexer: Indexer, catalog: Catalog, guard: Guard) {
    this.indexer = indexer;
    this.catalog = catalog;
    this.guard = guard;
  }

  /**
   * Reads the services that have changed.
   * @throws ServiceCoinError those of the indexer; `IndexerNotReady` when its answer is not of the chain's last blocks
   */
  async round(signal: AbortSignal): Promise<void> {
    const { lastBlock } = this.catalog;
    const changed = await readChangedServices(this.indexer, lastBlock < 0 ? undefined : windowOf(lastBlock));
    // The chain became shorter, or the index is being made again.
    const isShorter = this.block < lastBlock - REORG_WINDOW;
    if (isShorter) this.checkReady();
    const found = isShorter ? await this.readAll(signal) : await this.apply(changed, signal);
    if (signal.aborted) return;
    const { block } = this;
    this.catalog.lastBlock = block;
    this.recent = new Map(found.filter((one) => one.block >= windowOf(block)).map((one) => [idOf(one), one]));
    this.checkReady();
  }

  /** The block of the last answer. */
  private get block(): number {
    return this.indexer.answered?.block ?? -1;
  }

  private checkReady(): void {
    const { url, answered } = this.indexer;
    if (answered?.reason === undefined) return;
    throw new ServiceCoinError("IndexerNotReady", { url, block: answered.block, message: answered.reason });
  }

  private async readAll(signal: AbortSignal): Promise<ChangedService[]> {
    const all = await readChangedServices(this.indexer);
    const ids = new Set(all.map(idOf));
    for (const { listing } of this.catalog.all()) if (!ids.has(listing.agentId)) this.catalog.remove(listing.agentId);
    for (const one of all) await this.update(one, signal);
    return all;
  }

  private async apply(changed: ChangedService[], signal: AbortSignal): Promise<ChangedService[]> {
    const ids = new Set(changed.map(idOf));
    for (const one of changed) {
      if (!isDeepStrictEqual(this.recent.get(idOf(one)), one)) await this.update(one, signal);
    }
    // A reorganization took their changes back: they are what they were before, or no longer registered.
    for (const agentId of [...this.recent.keys()].filter((id) => !ids.has(id))) {
      const before = await findChangedService(this.indexer, agentId);
      if (signal.aborted) break;
      if (before === undefined) this.catalog.remove(agentId);
      else await this.update(before, signal);
    }
    return changed;
  }

  private async update({ service, time }: ChangedService, signal: AbortSignal): Promise<void> {
    await updateCatalog(this.catalog, this.guard, service, new Date(Number(time) * 1000), signal);
  }
}

/** The first of the blocks that are read again. */
function windowOf(block: number): number {
  return Math.max(0, block - REORG_WINDOW + 1);
}

function idOf({ service }: ChangedService): bigint {
  return service.agentId;
}
