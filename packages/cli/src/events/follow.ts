import { setTimeout } from "node:timers/promises";
import { type Client, type ContractName, CONTRACTS, decodeLogs, type ServiceCoinEvent } from "@servicecoin/sdk";
import { INTERFACES, providerOf, withErrors } from "@servicecoin/sdk/internal";

/** Blocks per query: public nodes refuse more. */
const BLOCKS_AT_ONCE = 10_000;

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
 * Yields events of our contracts in order, from a block to the latest one, then new ones as they arrive. Does not undo events
 * of blocks that a reorganization removes.
 * @param everyMs Polling interval in milliseconds; undefined stops at the latest block.
 */
export async function* follow(
  client: Client,
  { contract, name, fromBlock }: EventSelection,
  everyMs: number | undefined,
): AsyncGenerator<ServiceCoinEvent> {
  const provider = providerOf(client);
  const contracts = contract === undefined ? CONTRACTS : [contract];
  const address = contracts.map((one) => client.addresses[one]);
  const topics = name === undefined ? [] : [topicsOf(contracts, name)];
  for (let next = fromBlock; ;) {
    const latest = await withErrors(() => provider.getBlockNumber());
    while (next <= latest) {
      const toBlock = Math.min(next + BLOCKS_AT_ONCE - 1, latest);
      const range = { address, topics, fromBlock: next, toBlock };
      yield* decodeLogs(client.addresses, await withErrors(() => provider.getLogs(range)));
      next = toBlock + 1;
    }
    if (everyMs === undefined) return;
    await setTimeout(everyMs);
  }
}

/** Topics of an event. Events with the same name may differ between contracts. */
function topicsOf(contracts: readonly ContractName[], name: string): string[] {
  const topics = contracts.map((contract) => INTERFACES[contract].getEvent(name)?.topicHash);
  return [...new Set(topics.filter((topic) => topic !== undefined))];
}
