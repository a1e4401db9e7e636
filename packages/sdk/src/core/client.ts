import { getAddress, isAddress, type ContractRunner, type Provider, type Signer } from "ethers";
import { attachContracts, byContract, CONTRACTS, type ContractName, type Contracts } from "./contracts.js";
import { ServiceCoinError, withErrors } from "./errors.js";
import { hasCode } from "./hasCode.js";
import { IndexSource } from "./indexSource.js";

/** Addresses of the contracts on one chain: the content of `deployments/<chainId>.json`, or written by hand. */
export interface Deployment {
  chainId: number;
  contracts: Readonly<Record<ContractName, { address: string; block?: number }>>;
}

/** Returns whether a document has the shape of a deployment. `createClient` checks the addresses. */
export function isDeployment(value: unknown): value is Deployment {
  if (typeof value !== "object" || value === null) return false;
  const { chainId, contracts } = value as { chainId?: unknown; contracts?: unknown };
  return Number.isSafeInteger(chainId) && typeof contracts === "object" && contracts !== null;
}

/** The system on one chain, used by an account that signs and sends, or by a provider that only reads. */
export interface Client extends Contracts {
  readonly chainId: bigint;
  readonly runner: ContractRunner;
  readonly addresses: Readonly<Record<ContractName, string>>;
  /** Block in which the first contract was deployed: no event is older. */
  readonly fromBlock: number;
  /** Where lists and searches are read from. Default: the chain. */
  readonly indexer?: IndexSource | undefined;
}

/** How to connect. */
export interface ConnectOptions {
  /**
   * URL of the API of an indexer. Lists and searches are read from it, in a few requests however long the chain is. It
   * is not asked before the first of them, which fails with `WrongIndex` when it is the index of another system.
   */
  indexer?: string | undefined;
}

/**
 * Creates a client without a call to the chain; `connect` also checks that the contracts exist.
 * @param runner A signer, or a provider for a read-only client.
 * @throws ServiceCoinError `InvalidDeployment` when an address is missing or not valid
 */
export function createClient(runner: ContractRunner, deployment: Deployment, { indexer }: ConnectOptions = {}): Client {
  const addresses = byContract((name) => addressOf(deployment, name));
  const chainId = BigInt(deployment.chainId);
  return {
    ...attachContracts(addresses, runner),
    chainId,
    runner,
    addresses,
    fromBlock: Math.min(...CONTRACTS.map((name) => deployment.contracts[name].block ?? 0)),
    ...(indexer !== undefined && { indexer: new IndexSource(indexer, { chainId, addresses }) }),
  };
}

/**
 * Creates a client and checks that the contracts exist on the chain.
 * @param runner A signer, or a provider for a read-only client.
 * @throws ServiceCoinError `WrongChain` when the provider is on another chain, `NotDeployed` when a contract has no
 * code there, `InvalidDeployment`, `NoProvider`, `Unreachable`
 * @example
 * ```ts
 * const provider = await openProvider("http://127.0.0.1:8545");
 * const client = await connect(new Wallet(privateKey, provider), deployment);
 * ```
 */
export async function connect(
  runner: ContractRunner,
  deployment: Deployment,
  options: ConnectOptions = {},
): Promise<Client> {
  const client = createClient(runner, deployment, options);
  const provider = providerOf(client);
  const { chainId } = await withErrors(() => provider.getNetwork());
  if (chainId !== client.chainId) {
    throw new ServiceCoinError("WrongChain", { expected: client.chainId, actual: chainId });
  }
  const areThere = await hasCode(
    provider,
    CONTRACTS.map((contract) => client.addresses[contract]),
  );
  for (const [index, contract] of CONTRACTS.entries()) {
    const address = client.addresses[contract];
    if (areThere[index] !== true) throw new ServiceCoinError("NotDeployed", { contract, address, chainId });
  }
  return client;
}

/** Returns a client of the same system for another account. */
export function as(client: Client, runner: ContractRunner): Client {
  const contracts = byContract((name) => ({ address: client.addresses[name], block: client.fromBlock }));
  const created = createClient(runner, { chainId: Number(client.chainId), contracts });
  return client.indexer === undefined ? created : { ...created, indexer: client.indexer };
}

/** @throws ServiceCoinError `NoProvider` */
export function providerOf({ runner }: Client): Provider {
  const provider = runner.provider;
  if (!provider) throw new ServiceCoinError("NoProvider", {});
  return provider;
}

/** Returns the signer of the client. @throws ServiceCoinError `NoSigner` when the client is read-only */
export function signerOf({ runner }: Client): Signer {
  if (!isSigner(runner)) throw new ServiceCoinError("NoSigner", {});
  return runner;
}

/** Returns whether the client has a signer, and is not read-only. */
export function isSending({ runner }: Client): boolean {
  return isSigner(runner);
}

/**
 * Returns the address of the client's account.
 * @throws ServiceCoinError `NoSigner`
 * @example
 * ```ts
 * const account = await accountOf(client);
 * ```
 */
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
