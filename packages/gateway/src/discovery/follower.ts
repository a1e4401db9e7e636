import { toBigInt, type Log } from "ethers";
import { type Client, readService, ServiceCoinError } from "@servicecoin/sdk";
import { LogFollower, providerOf } from "@servicecoin/sdk/internal";
import type { Catalog } from "./catalog.js";
import type { Guard } from "./guard.js";
import { updateCatalog } from "./updateCatalog.js";

/** Services to read concurrently. */
const MAX_CONCURRENT_READS = 16;

/** Keeps a catalog up to date. */
export interface Follows {
  /** Reads what is new. @throws what keeps the catalog from being up to date */
  round(signal: AbortSignal): Promise<void>;
}

/**
 * Keeps a catalog up to date with the registries. If the node is unreachable, the catalog keeps what was read, and the
 * next round continues from there.
 */
export class Follower implements Follows {
  private readonly client: Client;
  private readonly catalog: Catalog;
  private readonly guard: Guard;
  private readonly logs: LogFollower;
  /** Services to read, with the block of their last event; undefined if there is no such block. */
  private readonly pending = new Map<bigint, number | undefined>();

  constructor(client: Client, catalog: Catalog, guard: Guard) {
    this.client = client;
    this.catalog = catalog;
    this.guard = guard;
    this.logs = logsOf(client);
  }

  /** Reads new events and the services that they affect. @throws errors of the node */
  async round(signal: AbortSignal): Promise<void> {
    for await (const { logs, removed, block, rewoundTo } of this.logs.catchUp(signal)) {
      // The chain is much shorter than before: every listing may be outdated.
      if (rewoundTo !== undefined) {
        for (const { listing } of this.catalog.all()) this.pending.set(listing.agentId, undefined);
      }
      for (const log of removed) this.pending.set(agentIdOf(log), undefined);
      for (const log of logs) this.pending.set(agentIdOf(log), log.blockNumber);
      await this.readPending(signal);
      this.catalog.lastBlock = block;
    }
    await this.readPending(signal);
  }

  private async readPending(signal: AbortSignal): Promise<void> {
    const ids = [...this.pending.keys()];
    const times = new Map<number, Promise<Date>>();
    for (let start = 0; start < ids.length && !signal.aborted; start += MAX_CONCURRENT_READS) {
      const results = await Promise.allSettled(
        ids.slice(start, start + MAX_CONCURRENT_READS).map((agentId) => this.readOne(agentId, times, signal)),
      );
      const failed = results.filter((result) => result.status === "rejected");
      // One service that cannot be read must not block the others. If none can be read, the node is at fault.
      const [first] = failed;
      if (first && failed.length === results.length) throw first.reason;
    }
  }

  private async readOne(agentId: bigint, times: Map<number, Promise<Date>>, signal: AbortSignal): Promise<void> {
    const block = this.pending.get(agentId);
    // Move it to the end of the queue, in case it fails.
    this.pending.delete(agentId);
    this.pending.set(agentId, block);
    const service = await readService(this.client, agentId).catch((error: unknown) => {
      // Its registration was on a branch that was reorganized away.
      if (error instanceof ServiceCoinError && error.code === "ERC721NonexistentToken") return undefined;
      throw error;
    });
    if (service === undefined) this.catalog.remove(agentId);
    else {
      const time = await this.timeOf(block, agentId, times);
      await updateCatalog(this.catalog, this.guard, service, time, signal);
    }
    if (!signal.aborted) this.pending.delete(agentId);
  }

  private async timeOf(block: number | undefined, agentId: bigint, times: Map<number, Promise<Date>>): Promise<Date> {
    if (block === undefined) return this.catalog.get(agentId)?.listing.lastUpdated ?? new Date();
    let time = times.get(block);
    if (time === undefined) {
      time = this.readTime(block);
      times.set(block, time);
    }
    return time;
  }

  private async readTime(block: number): Promise<Date> {
    const found = await providerOf(this.client).getBlock(block);
    return found === null ? new Date() : new Date(found.timestamp * 1000);
  }
}

/**
 * Follows all events that change a listing. Their first indexed parameter is the id of the service. A transfer also
 * resets the wallet, which emits `MetadataSet`.
 */
function logsOf(client: Client): LogFollower {
  const { registry, reputation, addresses, fromBlock } = client;
  const topics = [
    registry.interface.getEvent("MetadataSet").topicHash,
    registry.interface.getEvent("URIUpdated").topicHash,
    reputation.interface.getEvent("FeedbackPaid").topicHash,
    reputation.interface.getEvent("FeedbackRevoked").topicHash,
  ];
  const contracts = [addresses.ServiceRegistry, addresses.ServiceReputation];
  return new LogFollower(providerOf(client), { addresses: contracts, topics: [topics], from: fromBlock });
}

function agentIdOf({ topics }: Log): bigint {
  return toBigInt(topics[1] ?? 0);
}
