import { BaseContract, type ContractRunner, type Interface } from "ethers";
import { CheckoutAbi } from "../abi/Checkout.js";
import { PairLiquidityAbi } from "../abi/PairLiquidity.js";
import { CreditAbi } from "../abi/Credit.js";
import { PaymentBatchAbi } from "../abi/PaymentBatch.js";
import { PaymentHubAbi } from "../abi/PaymentHub.js";
import { PayoutAccountAbi } from "../abi/PayoutAccount.js";
import { ServiceCoinAbi } from "../abi/ServiceCoin.js";
import { ServiceDAOAbi } from "../abi/ServiceDAO.js";
import { ServiceRegistryAbi } from "../abi/ServiceRegistry.js";
import { ServiceReputationAbi } from "../abi/ServiceReputation.js";
import { ServiceValidationAbi } from "../abi/ServiceValidation.js";
import { ServiceVotesAbi } from "../abi/ServiceVotes.js";
import { TreasuryAbi } from "../abi/Treasury.js";
import type { Checkout } from "../typechain/Checkout.js";
import type { PairLiquidity } from "../typechain/PairLiquidity.js";
import type { Credit } from "../typechain/Credit.js";
import type { PaymentBatch } from "../typechain/PaymentBatch.js";
import type { PaymentHub } from "../typechain/PaymentHub.js";
import type { PayoutAccount } from "../typechain/PayoutAccount.js";
import type { ServiceCoin } from "../typechain/ServiceCoin.js";
import type { ServiceDAO } from "../typechain/ServiceDAO.js";
import type { ServiceRegistry } from "../typechain/ServiceRegistry.js";
import type { ServiceReputation } from "../typechain/ServiceReputation.js";
import type { ServiceValidation } from "../typechain/ServiceValidation.js";
import type { ServiceVotes } from "../typechain/ServiceVotes.js";
import type { Treasury } from "../typechain/Treasury.js";
import { TolerantInterface } from "./tolerantInterface.js";

type Attach<Type> = (address: string, abi: Interface, runner: ContractRunner) => Type;

/**
 * The contracts of the system, in the order of deployment. Everything else about the set of contracts (names,
 * interfaces, events, error codes, the types of `Client` and `Deployment`) follows from this map: a new contract is one
 * new line here.
 *
 * `key` names the contract in a `Client`. The ABIs come from `npm run abi`, not from the factories of TypeChain, which
 * carry bytecode.
 */
const MAP = {
  ServiceCoin: { key: "coin", abi: ServiceCoinAbi, attach: attach as Attach<ServiceCoin> },
  ServiceVotes: { key: "votes", abi: ServiceVotesAbi, attach: attach as Attach<ServiceVotes> },
  ServiceDAO: { key: "dao", abi: ServiceDAOAbi, attach: attach as Attach<ServiceDAO> },
  Treasury: { key: "treasury", abi: TreasuryAbi, attach: attach as Attach<Treasury> },
  PaymentHub: { key: "hub", abi: PaymentHubAbi, attach: attach as Attach<PaymentHub> },
  ServiceRegistry: { key: "registry", abi: ServiceRegistryAbi, attach: attach as Attach<ServiceRegistry> },
  ServiceReputation: { key: "reputation", abi: ServiceReputationAbi, attach: attach as Attach<ServiceReputation> },
  ServiceValidation: { key: "validation", abi: ServiceValidationAbi, attach: attach as Attach<ServiceValidation> },
  PaymentBatch: { key: "batch", abi: PaymentBatchAbi, attach: attach as Attach<PaymentBatch> },
  Checkout: { key: "checkout", abi: CheckoutAbi, attach: attach as Attach<Checkout> },
  PairLiquidity: { key: "liquidity", abi: PairLiquidityAbi, attach: attach as Attach<PairLiquidity> },
  // The implementation that payout accounts clone. `payoutAccountAt` connects an account itself.
  PayoutAccount: { key: "payoutAccount", abi: PayoutAccountAbi, attach: attach as Attach<PayoutAccount> },
  Credit: { key: "credit", abi: CreditAbi, attach: attach as Attach<Credit> },
} as const;

type ContractMap = typeof MAP;

/** Name of a contract of the system. */
export type ContractName = keyof ContractMap;

/** The TypeChain type of a contract. */
export type ContractOf<Name extends ContractName> = ReturnType<ContractMap[Name]["attach"]>;

/** Every line of every ABI. */
export type AbiLine = ContractMap[ContractName]["abi"][number];

/** The contracts of the system, each under its key in a `Client`. */
export type Contracts = {
  readonly [Name in ContractName as ContractMap[Name]["key"]]: ContractOf<Name>;
};

/** Names of the contracts, in the order of deployment. */
export const CONTRACTS: readonly ContractName[] = Object.keys(MAP) as ContractName[];

/** The ABI of each contract. It decodes texts that are not UTF-8 with replacement characters. */
export const INTERFACES: Readonly<Record<ContractName, Interface>> = whenRead(
  CONTRACTS.map((name) => [name, () => new TolerantInterface(MAP[name].abi)]),
) as Record<ContractName, Interface>;

/** A record with one value for each contract. */
export function byContract<Value>(valueOf: (name: ContractName) => Value): Record<ContractName, Value> {
  const entries = CONTRACTS.map((name) => [name, valueOf(name)]);
  return Object.fromEntries(entries) as Record<ContractName, Value>;
}

/**
 * Connects every contract, each when it is first used.
 * @param runner A signer that sends, or a provider that only reads.
 */
export function attachContracts(addresses: Readonly<Record<ContractName, string>>, runner: ContractRunner): Contracts {
  const attached = CONTRACTS.map((name): [string, () => BaseContract] => {
    const { key, attach } = MAP[name];
    return [key, () => attach(addresses[name], INTERFACES[name], runner)];
  });
  return whenRead(attached) as unknown as Contracts;
}

/**
 * An object whose values are made when they are first read: to parse all ABIs takes 70 ms of a process that has just
 * started, and most use few of them.
 */
function whenRead<Value>(makers: readonly (readonly [key: string, make: () => Value])[]): Record<string, Value> {
  const descriptors = makers.map(([key, make]) => {
    let made: Value | undefined;
    return [key, { enumerable: true, get: () => (made ??= make()) }] as const;
  });
  return Object.defineProperties({}, Object.fromEntries(descriptors));
}

/** Connects a contract of the system at another address, such as a payout account. */
export function attachAt<Name extends ContractName>(
  name: Name,
  address: string,
  runner: ContractRunner,
): ReturnType<ContractMap[Name]["attach"]>;
export function attachAt(name: ContractName, address: string, runner: ContractRunner): BaseContract {
  return MAP[name].attach(address, INTERFACES[name], runner);
}

function attach(address: string, abi: Interface, runner: ContractRunner): BaseContract {
  return BaseContract.from(address, abi, runner);
}
