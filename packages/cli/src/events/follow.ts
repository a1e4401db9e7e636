import {
  type Client,
  type ContractName,
  CONTRACTS,
  followEvents,
  readEvents,
  type ServiceCoinEvent,
} from "@servicecoin/sdk";
import { INTERFACES } from "@servicecoin/sdk/internal";

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
 * Yields events of our contracts in order, from a block to the latest one, then new ones as they arrive. Does not undo
 * events that a reorganization removes.
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
    from: fromBlock,
  };
  const batches =
    everyMs === undefined ? readEvents(client, filter) : followEvents(client, { ...filter, pollingInterval: everyMs });
  for await (const { events } of batches) yield* events;
}
