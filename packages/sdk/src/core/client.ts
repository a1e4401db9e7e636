import { Contract, getAddress, isAddress, type ContractRunner, type Provider, type Signer } from "ethers";
import type { PaymentBatch } from "../typechain/PaymentBatch.js";
import type { PaymentHub } from "../typechain/PaymentHub.js";
import type { ServiceCoin } from "../typechain/ServiceCoin.js";
import type { ServiceDAO } from "../typechain/ServiceDAO.js";
import type { ServiceRegistry } from "../typechain/ServiceRegistry.js";
import type { ServiceReputation } from "../typechain/ServiceReputation.js";
import type { ServiceValidation } from "../typechain/ServiceValidation.js";
import type { ServiceVotes } from "../typechain/ServiceVotes.js";
import type { Treasury } from "../typechain/Treasury.js";
import { INTERFACES } from "./abis.js";
import { ServiceCoinError, withErrors } from "./errors.js";
import { CONTRACTS, type ContractName } from "./names.js";

/** Where the system is: `deployments/<chainId>.json`, or written by hand. */
export interface Deployment {
  chainId: number;
  contracts: Readonly<Record<ContractName, { address: string; block?: number }>>;
}

/** Whether a document looks like a deployment; whether its addresses are any, `createClient` says. */
export function isDeployment(value: unknown): value is Deployment {
  if (typeof value !== "object" || value === null) return false;
  const { chainId, contracts } = value as { chainId?: unknown; contracts?: unknown };
  return Number.isSafeInteger(chainId) && typeof contracts === "object" && contracts !== null;
}

/** The system on one chain, seen by an account that signs and sends, or by a provider that only reads. */
export interface Client {
  readonly chainId: bigint;
  readonly runner: ContractRunner;
  readonly addresses: Readonly<Record<ContractName, string>>;
  /** Block in which the first contract was deployed: events begin there. */
  readonly fromBlock: number;
  readonly coin: ServiceCoin;
  readonly votes: ServiceVotes;
  readonly dao: ServiceDAO;
  readonly treasury: Treasury;
  readonly hub: PaymentHub;
  readonly registry: ServiceRegistry;
  readonly reputation: ServiceReputation;
  readonly validation: ServiceValidation;
  readonly batch: PaymentBatch;
}

/**
 * The system without asking the chain whether it is there; `connect` does.
 * @param runner A signer, or a provider to read only.
 * @throws ServiceCoinError `InvalidDeployment` when an address is missing or none.
 */
export function createClient(runner: ContractRunner, deployment: Deployment): Client {
  const addresses = Object.fromEntries(CONTRACTS.map((name) => [name, addressOf(deployment, name)])) as Record<
    ContractName,
    string
  >;
  const at = (name: ContractName): unknown => new Contract(addresses[name], INTERFACES[name], runner);
  const blocks = CONTRACTS.map((name) => deployment.contracts[name].block ?? 0);
  return {
    chainId: BigInt(deployment.chainId),
    runner,
    addresses,
    fromBlock: Math.min(...blocks),
    coin: at("ServiceCoin") as ServiceCoin,
    votes: at("ServiceVotes") as ServiceVotes,
    dao: at("ServiceDAO") as ServiceDAO,
    treasury: at("Treasury") as Treasury,
    hub: at("PaymentHub") as PaymentHub,
    registry: at("ServiceRegistry") as ServiceRegistry,
    reputation: at("ServiceReputation") as ServiceReputation,
    validation: at("ServiceValidation") as ServiceValidation,
    batch: at("PaymentBatch") as PaymentBatch,
  };
}

/**
 * The system, after a look at the chain.
 * @param runner A signer, or a provider to read only.
 * @throws ServiceCoinError `WrongChain` when the provider is on another chain, `NotDeployed` when it has no code there,
 * `InvalidDeployment`, `NoProvider`, or `Unreachable`.
 */
export async function connect(runner: ContractRunner, deployment: Deployment): Promise<Client> {
  const client = createClient(runner, deployment);
  const provider = providerOf(client);
  const { chainId } = await withErrors(() => provider.getNetwork());
  if (chainId !== client.chainId) {
    throw new ServiceCoinError("WrongChain", { expected: client.chainId, actual: chainId });
  }
  for (const contract of CONTRACTS) {
    const address = client.addresses[contract];
    const code = await withErrors(() => provider.getCode(address));
    if (code === "0x") throw new ServiceCoinError("NotDeployed", { contract, address, chainId });
  }
  return client;
}

/** The same system for another account. */
export function as(client: Client, runner: ContractRunner): Client {
  const contracts = Object.fromEntries(
    CONTRACTS.map((name) => [name, { address: client.addresses[name], block: client.fromBlock }]),
  ) as Deployment["contracts"];
  return createClient(runner, { chainId: Number(client.chainId), contracts });
}

/** @throws ServiceCoinError `NoProvider` */
export function providerOf({ runner }: Client): Provider {
  const provider = runner.provider;
  if (!provider) throw new ServiceCoinError("NoProvider", {});
  return provider;
}

/** Who signs and sends. @throws ServiceCoinError `NoSigner` when the client only reads. */
export function signerOf({ runner }: Client): Signer {
  if (!isSigner(runner)) throw new ServiceCoinError("NoSigner", {});
  return runner;
}

/** The account of the client. @throws ServiceCoinError `NoSigner` */
export async function accountOf(client: Client): Promise<string> {
  const signer = signerOf(client);
  return withErrors(() => signer.getAddress());
}

function isSigner(runner: ContractRunner): runner is Signer {
  return "signTypedData" in runner && "getAddress" in runner;
}

function addressOf({ contracts }: Deployment, contract: ContractName): string {
  const entry = (contracts as Partial<Deployment["contracts"]>)[contract];
  if (entry === undefined || !isAddress(entry.address)) {
    throw new ServiceCoinError("InvalidDeployment", { contract, address: entry?.address });
  }
  return getAddress(entry.address);
}
