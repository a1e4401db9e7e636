import type { Log } from "ethers";
import type { PaymentBatch } from "../typechain/PaymentBatch.js";
import type { PaymentHub } from "../typechain/PaymentHub.js";
import type { ServiceCoin } from "../typechain/ServiceCoin.js";
import type { ServiceDAO } from "../typechain/ServiceDAO.js";
import type { ServiceRegistry } from "../typechain/ServiceRegistry.js";
import type { ServiceReputation } from "../typechain/ServiceReputation.js";
import type { ServiceValidation } from "../typechain/ServiceValidation.js";
import type { ServiceVotes } from "../typechain/ServiceVotes.js";
import type { Treasury } from "../typechain/Treasury.js";
import type { TypedContractEvent } from "../typechain/common.js";
import { INTERFACES } from "./abis.js";
import type { Client } from "./client.js";
import { type ContractName, CONTRACTS } from "./names.js";

interface Contracts {
  ServiceCoin: ServiceCoin;
  ServiceVotes: ServiceVotes;
  ServiceDAO: ServiceDAO;
  Treasury: Treasury;
  PaymentHub: PaymentHub;
  ServiceRegistry: ServiceRegistry;
  ServiceReputation: ServiceReputation;
  ServiceValidation: ServiceValidation;
  PaymentBatch: PaymentBatch;
}

// eslint-disable-next-line @typescript-eslint/no-unused-vars -- The third can only be inferred with the two before it.
type ArgsOf<Event> = Event extends TypedContractEvent<infer _Input, infer _Output, infer Args> ? Args : never;

/** TypeChain lists each event by its name and by its signature; only names are wanted. */
type NamesOf<Filters> = Exclude<keyof Filters, `${string}(${string}`>;

type EventsOf<Name extends ContractName> = {
  [Event in NamesOf<Contracts[Name]["filters"]>]: {
    contract: Name;
    name: Event;
    args: ArgsOf<Contracts[Name]["filters"][Event]>;
    address: string;
    blockNumber: number;
    transactionHash: string;
    logIndex: number;
  };
}[NamesOf<Contracts[Name]["filters"]>];

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
