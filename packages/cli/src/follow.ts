import {
  type Client,
  type ContractName,
  CONTRACTS,
  followEvents,
  readEvents,
  type ServiceCoinEvent,
} from "@servicecoin/sdk";
import { INTERFACES } from "@servicecoin/sdk/internal";

/** Which events. */
export interface Filter {
  contract: ContractName | undefined;
  /** Name of the event. */
  name: string | undefined;
  fromBlock: number;
}

/** Names of the events of one contract, or of all. */
export function eventNames(contract: ContractName | undefined): string[] {
  const names = (contract === undefined ? CONTRACTS : [contract]).flatMap((one) => {
    const found: string[] = [];
    INTERFACES[one].forEachEvent(({ name }) => found.push(name));
    return found;
  });
  return [...new Set(names)].sort();
}

/**
 * Events of our contracts in order, from a block to now, and then new ones as they come. Events that a reorganization removes are not
 * taken back.
 * @param everyMs Milliseconds between two looks at the chain, or undefined to end with the last block.
 */
export async function* follow(
  client: Client,
  { contract, name, fromBlock }: Filter,
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
