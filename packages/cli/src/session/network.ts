import { FetchRequest, JsonRpcProvider } from "ethers";
import { ServiceCoinError } from "@servicecoin/sdk";
import { isLocalChain } from "@servicecoin/sdk/internal";
import { CliError, EXIT } from "../errors/cliError.js";
import type { Environment } from "../io.js";

/** The node to connect to. */
export interface Network {
  /** Name given by `--network`. */
  name: string | undefined;
  url: string;
  /** The chain id that the node must report, if the name implies one. */
  chainId: bigint | undefined;
}

const DEFAULT_URL = "http://127.0.0.1:8545";
const RESPONSE_MS = 15_000;
const CHAIN_IDS: Readonly<Record<string, bigint | undefined>> = { localhost: 31337n, sepolia: 11_155_111n };

/**
 * Chooses the node by options and environment.
 * @throws CliError `UnknownNetwork`, `BadUrl`
 */
export function networkOf(name: string | undefined, rpc: string | undefined, environment: Environment): Network {
  if (name === undefined) {
    const url = rpc ?? (environment["SERVICECOIN_RPC_URL"] || DEFAULT_URL);
    return { name, url: checkedUrl(url), chainId: undefined };
  }
  const variable = variableOf(name, "RPC_URL");
  const known = name === "localhost" ? DEFAULT_URL : undefined;
  const url = rpc ?? (environment[variable] || (known ?? environment["SERVICECOIN_RPC_URL"]));
  if (!url) {
    const message = `No URL for the network ${JSON.stringify(name)}: set ${variable}, or add --rpc <url>.`;
    throw new CliError("UnknownNetwork", message, { network: name, variable });
  }
  return { name, url: checkedUrl(url), chainId: CHAIN_IDS[name] };
}

/** Returns the name of an environment variable of a network, for example SEPOLIA_RPC_URL. */
export function variableOf(network: string, suffix: string): string {
  return `${network.toUpperCase().replace(/\W/g, "_")}_${suffix}`;
}

/** Returns the origin of a URL for messages: the path is often an API key. */
export function shownUrl(url: string): string {
  return new URL(url).origin;
}

/**
 * Connects to a node after a check of its chain id.
 * @throws CliError `Unreachable`; ServiceCoinError `WrongChain`
 */
export async function connectTo(network: Network): Promise<{ provider: JsonRpcProvider; chainId: bigint }> {
  const chainId = await queryChainId(network.url);
  if (network.chainId !== undefined && network.chainId !== chainId) {
    throw new ServiceCoinError("WrongChain", { expected: network.chainId, actual: chainId });
  }
  const request = new FetchRequest(network.url);
  request.timeout = 4 * RESPONSE_MS;
  const provider = new JsonRpcProvider(request, chainId, { staticNetwork: true, cacheTimeout: -1 });
  provider.pollingInterval = isLocalChain(chainId) ? 100 : 2000;
  return { provider, chainId };
}

/** Queries the chain id without a provider of ethers, which would retry forever. */
async function queryChainId(url: string): Promise<bigint> {
  const request = new FetchRequest(url);
  request.timeout = RESPONSE_MS;
  request.body = { jsonrpc: "2.0", id: 1, method: "eth_chainId", params: [] };
  try {
    const response = await request.send();
    response.assertOk();
    return BigInt((response.bodyJson as { result: string }).result);
  } catch (error) {
    const origin = shownUrl(url);
    const help =
      origin === DEFAULT_URL ? 'start one with "npm start", or choose another with --rpc' : "check --rpc or --network";
    throw new CliError(
      "Unreachable",
      `No node responds at ${origin}: ${help}.`,
      { url: origin },
      EXIT.unreachable,
      error,
    );
  }
}

function checkedUrl(url: string): string {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new CliError("BadUrl", "The URL of the node must start with http:// or https://.");
  }
  return url;
}
