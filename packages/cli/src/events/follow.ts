import {
  type Client,
  type ContractName,
  CONTRACTS,
  followEvents,
  readEvents,
  type ServiceCoinEvent,
} from "@servicecoin/sdk";
import { INTERFACES, providerOf, withErrors } from "@servicecoin/sdk/internal";

/** Selects events. */
export interface EventSelection {
  contract: ContractName | undefined;
  /** Name of the event. */
  name: string | undefined;
  fromBlock: number;
}

/** Returns the names of the events of one contract, or of all. */
export function eventNames(contract: ContractName | undefined): string[] {
  const names = (contract === undefined ? CONTRACTS : [contract]).flatMap((one) => {
    const found: string[] = [];
    INTERFACES[one].forEachEvent(({ name }) => found.push(name));
    return found;
  });
  return [...new Set(names)].sort();
}

/**
 * Yields events of our contracts in order, from a block to the latest one, then new ones as they arrive. Past ones come
 * from the indexer of the client, if it has one; new ones always from the node. Does not undo events that a
 * reorganization removes.
 * @param everyMs Polling interval in milliseconds; undefined stops at the latest block.
 */
export async function* follow(
  client: Client,
  { contract, name, fromBlock }: EventSelection,
  everyMs: number | undefined,
): AsyncGenerator<ServiceCoinEvent> {
  const filter = {
    contracts: contract === undefined ? undefined : [contract],
    names: name === undefined ? undefined : [name],
  };
  let from = fromBlock;
  if (everyMs === undefined || (client.indexer !== undefined && from < (await nextBlock(client)))) {
    for await (const { events, block } of readEvents(client, { ...filter, from })) {
      yield* events;
      from = Math.max(from, block + 1);
    }
  }
  if (everyMs === undefined) return;
  for await (const { events } of followEvents(client, { ...filter, from, pollingInterval: everyMs })) yield* events;
}

/** The number of the block that comes next. */
export async function nextBlock(client: Client): Promise<number> {
  return (await withErrors(() => providerOf(client).getBlockNumber())) + 1;
}
