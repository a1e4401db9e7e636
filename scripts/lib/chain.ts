import hre, { network } from "hardhat";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { HttpNetworkUserConfig } from "hardhat/types/config";
import { PARAMETERS, type Parameters } from "../../ignition/parameters.js";
import { hardhatErrorNumber, messagesOf, OperatorError } from "./errors.js";

export type Connection = Awaited<ReturnType<typeof network.create>>;

/** The identity of a chain. Chains with the same id differ in their genesis block. */
export interface Chain {
  id: number;
  genesisHash: string;
  /** Runs in this process and leaves no files. */
  isInProcess: boolean;
  /** Runs on this machine and may be restarted at any time. */
  isLocal: boolean;
}

const NETWORK_NOT_FOUND = 705;
const CONNECTION_REFUSED = 703;
const VARIABLE_NOT_FOUND = 7;
const INVALID_URL = 28;
const CHAIN_ID_MISMATCH = 708;

/**
 * Connects to a network of hardhat.config.ts and checks that its node responds.
 * @param networkName Default: the network of `--network`.
 * @param override Settings that differ from hardhat.config.ts.
 * @throws OperatorError when the network is unknown or misconfigured, or its node does not respond.
 */
export async function connect(
  networkName: string = hre.globalOptions.network,
  override: { url?: string; accounts?: "remote" | { mnemonic: string } } = {},
): Promise<Connection> {
  return explained(networkName, async () => {
    // A process reads the variables of hardhat.config.ts once; here their present values count.
    const settings = httpSettings(networkName);
    const connection = await network.create({ network: networkName, override: { ...settings, ...override } });
    // Hardhat compares the chain ids on every method except `eth_chainId`.
    await connection.provider.request({ method: "eth_blockNumber" });
    return connection;
  });
}

/** Connects without private keys, which Hardhat would otherwise require for the first request. Reading needs no key. */
export async function connectToRead(name: string = hre.globalOptions.network): Promise<Connection> {
  const isHttp = Object.hasOwn(hre.config.networks, name) && hre.config.networks[name]?.type === "http";
  return connect(name, isHttp ? { accounts: "remote" } : {});
}

/** Makes Hardhat read the private keys. Its own message about an invalid key does not help and may quote the key. */
async function checkAccounts({ provider, networkConfig, networkName }: Connection): Promise<void> {
  try {
    await provider.request({ method: "eth_accounts" });
  } catch (error) {
    const hasKeys = networkConfig.type === "http" && Array.isArray(networkConfig.accounts);
    if (!hasKeys || hardhatErrorNumber(error) !== undefined) throw error;
    throw new OperatorError(`The private key of the network "${networkName}" is not valid: it must be 64 hex digits.`);
  }
}

/**
 * Returns the deployment parameters of a network.
 * @throws OperatorError when ignition/parameters.ts has none.
 */
export function parametersOf(networkName: string): Parameters {
  const parameters = Object.hasOwn(PARAMETERS, networkName) ? PARAMETERS[networkName] : undefined;
  if (parameters === undefined) {
    throw new OperatorError(
      `There are no parameters for the network "${networkName}": add them to ignition/parameters.ts, ` +
        `which has ${Object.keys(PARAMETERS).join(", ")}.`,
    );
  }
  return parameters;
}

/** Reads the identity of the chain. */
export async function readChain({ ethers, networkConfig, networkName }: Connection): Promise<Chain> {
  const genesis = await ethers.provider.getBlock(0);
  if (genesis?.hash == null) throw new OperatorError(`The node of "${networkName}" does not return its genesis block.`);
  const isInProcess = networkConfig.type === "edr-simulated";
  const { chainId } = await ethers.provider.getNetwork();
  return {
    id: Number(chainId),
    genesisHash: genesis.hash,
    isInProcess,
    isLocal: isInProcess || networkName === "localhost",
  };
}

/** Returns the account that deploys: the account of the private key, or the first account of the node. */
export async function deployerOf(connection: Connection): Promise<HardhatEthersSigner> {
  const { ethers, networkName } = connection;
  const deployer = await explained(networkName, async () => {
    await checkAccounts(connection);
    return (await ethers.getSigners()).at(0);
  });
  if (deployer === undefined) {
    throw new OperatorError(
      `The network "${networkName}" has no account to deploy with: give it one in hardhat.config.ts.`,
    );
  }
  return deployer;
}

/** Turns an error of Hardhat about networks into one sentence that names the solution. */
async function explained<T>(networkName: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw explain(networkName, error) ?? error;
  }
}

function explain(networkName: string, error: unknown): OperatorError | undefined {
  const message = messagesOf(error);
  switch (hardhatErrorNumber(error)) {
    case NETWORK_NOT_FOUND: {
      const known = Object.keys(hre.config.networks).filter((name) => Object.hasOwn(PARAMETERS, name));
      return new OperatorError(
        `There is no network "${networkName}" in hardhat.config.ts, which has ${known.join(", ")}.`,
      );
    }
    case CONNECTION_REFUSED:
      return new OperatorError(
        networkName === "localhost"
          ? `No node responds at ${localhostUrl()}: start one with "npm start", "npx hardhat node" or "anvil".`
          : `The node of the network "${networkName}" does not respond: check its URL and the internet connection.`,
      );
    case VARIABLE_NOT_FOUND:
    case INVALID_URL: {
      const variable = /"([^"]+)"/.exec(message)?.[1] ?? "of this network";
      const fault = hardhatErrorNumber(error) === INVALID_URL ? "is not a URL" : "is not set";
      return new OperatorError(
        `The configuration variable ${variable} ${fault}: run "npx hardhat keystore set ${variable}", ` +
          "or set it in the environment.",
      );
    }
    case CHAIN_ID_MISMATCH: {
      const [expected = "?", actual = "?"] = [...message.matchAll(/id "(\d+)"/g)].map((match) => match[1]);
      return new OperatorError(
        `The network "${networkName}" is chain ${expected} in hardhat.config.ts, ` +
          `but its node runs chain ${actual}: check the URL.`,
      );
    }
    default:
      return undefined;
  }
}

/** The URL and the accounts of a network behind a URL, with variables that have not been read yet. */
function httpSettings(networkName: string): Partial<Pick<HttpNetworkUserConfig, "url" | "accounts">> {
  if (networkName === "localhost") return { url: localhostUrl() };
  const networks = hre.userConfig.networks ?? {};
  const settings = Object.hasOwn(networks, networkName) ? networks[networkName] : undefined;
  if (settings?.type !== "http") return {};
  const { url, accounts } = settings;
  return accounts === undefined ? { url } : { url, accounts };
}

function localhostUrl(): string {
  return process.env["SERVICECOIN_RPC_URL"] || "http://127.0.0.1:8545";
}
