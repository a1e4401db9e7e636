import type { Log } from "ethers";
import type { TypedContractEvent } from "../typechain/common.js";
import type { Client } from "./client.js";
import { CONTRACTS, INTERFACES, type ContractName, type ContractOf } from "./contracts.js";

type ArgsOf<Event> =
  Event extends TypedContractEvent<infer Input, infer Output, infer Args> ? [Input, Output, Args][2] : never;

/** TypeChain lists each event by its name and by its signature; only names are wanted. */
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

/** Anything that one of our contracts says happened: told apart by `contract` and `name`, with the arguments by name. */
export type ServiceCoinEvent = { [Name in ContractName]: EventsOf<Name> }[ContractName];

/** Decodes logs of our contracts; those of others are left out. Their order is kept. */
export function decodeLogs(
  addresses: Client["addresses"],
  logs: readonly Pick<Log, "address" | "topics" | "data" | "blockNumber" | "transactionHash" | "index">[],
): ServiceCoinEvent[] {
  const names = new Map(CONTRACTS.map((name) => [addresses[name].toLowerCase(), name]));
  return logs.flatMap(({ address, topics, data, blockNumber, transactionHash, index }) => {
    const contract = names.get(address.toLowerCase());
    // ethers cannot parse a log without topics, which only others write.
    const parsed =
      contract === undefined || topics.length === 0 ? null : INTERFACES[contract].parseLog({ topics, data });
    if (parsed === null) return [];
    const { name, args } = parsed;
    const event = { contract, name, args: args.toObject(), address, blockNumber, transactionHash, logIndex: index };
    return [event as unknown as ServiceCoinEvent];
  });
}

/** The first event of that name. */
export function findEvent<Name extends ServiceCoinEvent["name"]>(
  events: readonly ServiceCoinEvent[],
  name: Name,
): Extract<ServiceCoinEvent, { name: Name }> | undefined {
  return events.find((event): event is Extract<ServiceCoinEvent, { name: Name }> => event.name === name);
}
