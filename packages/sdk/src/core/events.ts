import { type Log, type LogDescription, Result } from "ethers";
import type { TypedContractEvent } from "../typechain/common.js";
import type { Client } from "./client.js";
import { CONTRACTS, INTERFACES, type ContractName, type ContractOf } from "./contracts.js";

type ArgsOf<Event> =
  Event extends TypedContractEvent<infer Input, infer Output, infer Args> ? [Input, Output, Args][2] : never;

/** TypeChain lists each event by name and by signature; this keeps the names. */
type NamesOf<Filters> = Exclude<keyof Filters, `${string}(${string}`>;

type EventsOf<Name extends ContractName> = {
  [Event in NamesOf<ContractOf<Name>["filters"]>]: {
    contract: Name;
    name: Event;
    args: ArgsOf<ContractOf<Name>["filters"][Event]>;
    address: string;
    blockNumber: number;
    transactionHash: string;
    logIndex: number;
  };
}[NamesOf<ContractOf<Name>["filters"]>];

/** An event of one of our contracts, with its arguments by name. `contract` and `name` discriminate the union. */
export type ServiceCoinEvent = { [Name in ContractName]: EventsOf<Name> }[ContractName];

/** Decodes logs of our contracts in their order. Leaves out logs of other contracts. */
export function decodeLogs(
  addresses: Client["addresses"],
  logs: readonly Pick<Log, "address" | "topics" | "data" | "blockNumber" | "transactionHash" | "index">[],
): ServiceCoinEvent[] {
  const names = new Map(CONTRACTS.map((name) => [addresses[name].toLowerCase(), name]));
  return logs.flatMap(({ address, topics, data, blockNumber, transactionHash, index }) => {
    const contract = names.get(address.toLowerCase());
    // ethers cannot parse a log without topics; our contracts write none.
    const parsed =
      contract === undefined || topics.length === 0 ? null : INTERFACES[contract].parseLog({ topics, data });
    if (parsed === null) return [];
    const { name } = parsed;
    const event = { contract, name, args: argumentsOf(parsed), address, blockNumber, transactionHash, logIndex: index };
    return [event as unknown as ServiceCoinEvent];
  });
}

/** The arguments by name. A struct among them becomes a plain object, which JSON can hold; a list stays as it is. */
function argumentsOf({ args, fragment }: LogDescription): Record<string, unknown> {
  const entries = fragment.inputs.map(({ name, baseType }, index) => {
    const value: unknown = args[index];
    return [name, baseType === "tuple" && value instanceof Result ? value.toObject() : value];
  });
  return Object.fromEntries(entries) as Record<string, unknown>;
}

/**
 * Returns the first event of this name.
 * @example
 * ```ts
 * const { events } = await openOrder(client, { deal });
 * const terms = findEvent(events, "Opened")?.args.terms;
 * ```
 */
export function findEvent<Name extends ServiceCoinEvent["name"]>(
  events: readonly ServiceCoinEvent[],
  name: Name,
): Extract<ServiceCoinEvent, { name: Name }> | undefined {
  return events.find((event): event is Extract<ServiceCoinEvent, { name: Name }> => event.name === name);
}
