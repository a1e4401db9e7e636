import { toBigInt, type Log } from "ethers";
import { type Client, readAgentUri, readService, ServiceCoinError } from "@servicecoin/sdk";
import { providerOf } from "@servicecoin/sdk/internal";
import type { Catalog } from "./catalog.js";
import type { Guard } from "./guard.js";
import { fileText, listingOf, type FileText } from "./listing.js";

/** Blocks that are read again each time, because the chain may have exchanged them. */
const UNSETTLED = 12;
/** Blocks that are asked for at once, unless the node refuses. */
const MAX_SPAN = 10_000;
/** Services that are read at once. */
const AT_ONCE = 16;

interface Seen {
  agentId: bigint;
  block: number;
}

/** Keeps a catalog as the registries are. What was read stays when the node is out, and the next round goes on from there. */
export class Follower {
  private readonly client: Client;
  private readonly catalog: Catalog;
  private readonly guard: Guard;
  private last: number;
  private span = MAX_SPAN;
  /** Events of the last blocks, by block, transaction and place. */
  private recent = new Map<string, Seen>();
  /** Services to be read, with the block of their last event where there is one. */
  private readonly pending = new Map<bigint, number | undefined>();

  constructor(client: Client, catalog: Catalog, guard: Guard) {
    this.client = client;
    this.catalog = catalog;
    this.guard = guard;
    this.last = client.fromBlock - 1;
  }

  /** Reads what is new. @throws what the node fails with */
  async round(signal: AbortSignal): Promise<void> {
    const head = await providerOf(this.client).getBlockNumber();
    // A node that is a little behind another says less; what it gave up meanwhile is seen when it has caught up.
    if (head < this.last - UNSETTLED) this.rewind(head);
    while (this.last < head && !signal.aborted) {
      await this.readEvents(head);
      await this.readPending(signal);
      this.catalog.lastBlock = this.last;
    }
    await this.readPending(signal);
  }

  /** The chain is much shorter than it was: whatever is known may be wrong. */
  private rewind(head: number): void {
    this.last = Math.max(this.client.fromBlock - 1, head - UNSETTLED);
    this.recent.clear();
    for (const { listing } of this.catalog.all()) this.pending.set(listing.agentId, undefined);
  }

  private async readEvents(head: number): Promise<void> {
    const { from, to, logs } = await this.nextLogs(head);
    const seen = new Map(logs.map((log) => [keyOf(log), seenOf(log)]));
    for (const [key, { agentId, block }] of seen) if (!this.recent.has(key)) this.pending.set(agentId, block);
    for (const [key, { agentId, block }] of this.recent) {
      if (seen.has(key) || block < from) continue;
      // It was on a branch that the chain gave up.
      this.recent.delete(key);
      this.pending.set(agentId, undefined);
    }
    this.recent = new Map([...this.recent, ...seen].filter(([, { block }]) => block > to - UNSETTLED));
    this.last = to;
  }

  /** The next events, of as many blocks as the node gives: it refuses answers that are too long, and says so in many ways. */
  private async nextLogs(head: number): Promise<{ from: number; to: number; logs: Log[] }> {
    for (;;) {
      const again = Math.min(UNSETTLED, Math.floor(this.span / 2));
      const from = Math.max(this.client.fromBlock, this.last + 1 - again);
      const to = Math.min(this.last + this.span - again, head);
      try {
        const logs = await this.logs(from, to);
        this.span = Math.min(Math.ceil(this.span * 1.25), MAX_SPAN);
        return { from, to, logs };
      } catch (error) {
        if (this.span === 1) throw error;
        this.span = Math.floor(this.span / 2);
      }
    }
  }

  /** Every event that changes what is listed has the number of its service first. A transfer also sets the wallet, by `MetadataSet`. */
  private async logs(fromBlock: number, toBlock: number): Promise<Log[]> {
    const { registry, reputation, addresses } = this.client;
    const topics = [
      registry.interface.getEvent("MetadataSet").topicHash,
      registry.interface.getEvent("URIUpdated").topicHash,
      reputation.interface.getEvent("FeedbackPaid").topicHash,
      reputation.interface.getEvent("FeedbackRevoked").topicHash,
    ];
    const address = [addresses.ServiceRegistry, addresses.ServiceReputation];
    return providerOf(this.client).getLogs({ address, topics: [topics], fromBlock, toBlock });
  }

  private async readPending(signal: AbortSignal): Promise<void> {
    const ids = [...this.pending.keys()];
    const times = new Map<number, Promise<Date>>();
    for (let at = 0; at < ids.length && !signal.aborted; at += AT_ONCE) {
      const results = await Promise.allSettled(
        ids.slice(at, at + AT_ONCE).map((agentId) => this.readOne(agentId, times, signal)),
      );
      const failed = results.filter((result) => result.status === "rejected");
      // One that cannot be read must not keep others out; when none can be read, it is the node.
      if (failed.length === results.length) throw failed[0].reason;
    }
  }

  private async readOne(agentId: bigint, times: Map<number, Promise<Date>>, signal: AbortSignal): Promise<void> {
    const block = this.pending.get(agentId);
    // Behind all others, should it fail.
    this.pending.delete(agentId);
    this.pending.set(agentId, block);
    const service = await readService(this.client, agentId).catch((error: unknown) => {
      // Its registration was on a branch that the chain gave up.
      if (error instanceof ServiceCoinError && error.code === "ERC721NonexistentToken") return undefined;
      throw error;
    });
    const time = service === undefined ? new Date(0) : await this.timeOf(block, agentId, times);
    const listing = service && listingOf(service, time, this.guard);
    const file = service && (await fileOnChain(service.uri));
    if (signal.aborted) return;
    if (listing === undefined) this.catalog.remove(agentId);
    else this.catalog.put(listing, file);
    this.pending.delete(agentId);
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

function keyOf({ blockHash, transactionHash, index }: Log): string {
  return `${blockHash} ${transactionHash} ${index}`;
}

function seenOf({ topics, blockNumber }: Log): Seen {
  return { agentId: toBigInt(topics[1]), block: blockNumber };
}

/** A file that is part of its URI needs no download; one that is not valid says nothing. */
async function fileOnChain(uri: string): Promise<FileText | undefined> {
  if (!/^data:/i.test(uri)) return undefined;
  try {
    return fileText((await readAgentUri(uri)).file);
  } catch {
    return undefined;
  }
}
