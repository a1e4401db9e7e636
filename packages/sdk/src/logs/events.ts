import { providerOf, type Client } from "../core/client.js";
import { CONTRACTS, INTERFACES, type ContractName } from "../core/contracts.js";
import { ServiceCoinError, toServiceCoinError } from "../core/errors.js";
import { decodeLogs, type ServiceCoinEvent } from "../core/events.js";
import { followLogs } from "./followLogs.js";
import { readIndexedEvents } from "./indexedEvents.js";
import { LogReader, type LogFilter } from "./logReader.js";
import { readLogs } from "./readLogs.js";

/** Which events. */
export interface EventFilter {
  /** Default: every contract of the system. */
  contracts?: readonly ContractName[] | undefined;
  /** Names of events, for example `Transfer`. Default: every event. */
  names?: readonly string[] | undefined;
  /** Most blocks of one request. Default: 10,000; it shrinks by itself when the node rejects a range. */
  span?: number | undefined;
  signal?: AbortSignal | undefined;
}

/** Which past events. */
export interface EventQuery extends EventFilter {
  /** First block. Default: the block in which the system was deployed. */
  from?: number | undefined;
  /** Last block. Default: the chain's last block when reading begins. */
  to?: number | undefined;
}

/** Events of past blocks. */
export interface EventBatch {
  /** In the order of the chain. */
  events: ServiceCoinEvent[];
  /** Every event up to this block has been yielded. */
  block: number;
}

/** Which events to follow. */
export interface EventFollowing extends EventFilter {
  /** First block. Default: the next block. `client.fromBlock` is the block in which the system was deployed. */
  from?: number | undefined;
  /** Milliseconds between two looks at the chain. Default: 4,000. */
  pollingInterval?: number | undefined;
}

/** What happened since the batch before. Undo `removed` first, then apply `events`. */
export interface FollowedEvents extends EventBatch {
  /** Events of earlier batches that a reorganization took off the chain, the last first. */
  removed: ServiceCoinEvent[];
  /**
   * Set when the chain became shorter by more than 12 blocks: every event above this block is void, and those that are
   * still on the chain come again. `removed` is empty then.
   */
  rewoundTo: number | undefined;
}

/**
 * Reads the system's events of past blocks, in as many requests as the node demands; from the indexer of the client, if
 * it has one. `followEvents` always asks the node.
 * @throws ServiceCoinError `Unreachable`, `NoProvider`, `InvalidArgument` for a name that no event has; those of an
 * indexer; the signal's reason when aborted
 */
export async function* readEvents(client: Client, query: EventQuery = {}): AsyncGenerator<EventBatch> {
  const { contracts, names, from = client.fromBlock, to, signal } = query;
  try {
    if (client.indexer !== undefined) {
      filterOf(client, query);
      yield* readIndexedEvents(client, client.indexer, { contracts, names, from, to, signal });
      return;
    }
    for await (const batch of readLogs(providerOf(client), { ...filterOf(client, query), from, to, signal })) {
      yield { events: decodeLogs(client.addresses, batch.logs), block: batch.to };
    }
  } catch (error) {
    throw signal?.aborted === true ? error : toServiceCoinError(error);
  }
}

/**
 * Follows the system's events, with those that a reorganization removes, until the signal is aborted or the caller
 * leaves the loop. Also yields batches without events, so that `block` advances.
 * @throws ServiceCoinError `Unreachable`, `NoProvider`; follow again from `block` + 1 then
 */
export async function* followEvents(client: Client, options: EventFollowing = {}): AsyncGenerator<FollowedEvents> {
  const { pollingInterval, signal } = options;
  const { addresses } = client;
  try {
    const provider = providerOf(client);
    const filter = filterOf(client, options);
    const from = options.from ?? (await new LogReader(provider, filter).head(signal)) + 1;
    for await (const batch of followLogs(provider, { ...filter, from, pollingInterval, signal })) {
      const { logs, removed, block, rewoundTo } = batch;
      yield { events: decodeLogs(addresses, logs), removed: decodeLogs(addresses, removed), block, rewoundTo };
    }
  } catch (error) {
    if (signal?.aborted !== true) throw toServiceCoinError(error);
  }
}

/** The addresses and topics of a filter. Events of the same name may differ from contract to contract. */
function filterOf({ addresses }: Client, { contracts = CONTRACTS, names, span }: EventFilter): LogFilter {
  const all = contracts.map((contract) => addresses[contract]);
  if (names === undefined) return { addresses: all, span };
  const topics = names.flatMap((name) => {
    const found = contracts.flatMap((contract) => topicsOf(contract, name));
    if (found.length === 0) throw new ServiceCoinError("InvalidArgument", { argument: "names", value: name });
    return found;
  });
  return { addresses: all, topics: [[...new Set(topics)]], span };
}

function topicsOf(contract: ContractName, name: string): string[] {
  const topics: string[] = [];
  INTERFACES[contract].forEachEvent((event) => {
    if (event.name === name) topics.push(event.topicHash);
  });
  return topics;
}
