import { FetchRequest, JsonRpcProvider } from "ethers";
import { ServiceCoinError } from "@servicecoin/sdk";
import { isLocalChain } from "@servicecoin/sdk/internal";
import { CliError, EXIT } from "../errors/cliError.js";
import type { Environment } from "../io.js";

/** Which node to talk to. */
export interface Network {
  /** As it was chosen, or undefined. */
  name: string | undefined;
  url: string;
  /** What the node must say, where the name tells. */
  chainId: bigint | undefined;
}

const DEFAULT_URL = "http://127.0.0.1:8545";
const ANSWER_MS = 15_000;
const CHAIN_IDS: Readonly<Record<string, bigint | undefined>> = { localhost: 31337n, sepolia: 11_155_111n };

/**
 * The node that the options and the environment name.
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
    const message = `There is no address of the network ${JSON.stringify(name)}: set ${variable}, or add --rpc <url>.`;
    throw new CliError("UnknownNetwork", message, { network: name, variable });
  }
  return { name, url: checkedUrl(url), chainId: CHAIN_IDS[name] };
}

/** The variable of a network, for example SEPOLIA_RPC_URL. */
export function variableOf(network: string, suffix: string): string {
  return `${network.toUpperCase().replace(/\W/g, "_")}_${suffix}`;
}

/** A URL as it may be shown: what follows the host is often a key. */
export function shownUrl(url: string): string {
  return new URL(url).origin;
}

/**
 * Connects to a node after asking for its chain id.
 * @throws CliError `Unreachable`; ServiceCoinError `WrongChain`
 */
export async function connectTo(network: Network): Promise<{ provider: JsonRpcProvider; chainId: bigint }> {
  const chainId = await askChainId(network.url);
  if (network.chainId !== undefined && network.chainId !== chainId) {
    throw new ServiceCoinError("WrongChain", { expected: network.chainId, actual: chainId });
  }
  const request = new FetchRequest(network.url);
  request.timeout = 4 * ANSWER_MS;
  const provider = new JsonRpcProvider(request, chainId, { staticNetwork: true, cacheTimeout: -1 });
  provider.pollingInterval = isLocalChain(chainId) ? 100 : 2000;
  return { provider, chainId };
}

/** One question without ethers' provider, which would ask again and again. */
async function askChainId(url: string): Promise<bigint> {
  const request = new FetchRequest(url);
  request.timeout = ANSWER_MS;
  request.body = { jsonrpc: "2.0", id: 1, method: "eth_chainId", params: [] };
  try {
    const response = await request.send();
    response.assertOk();
    return BigInt((response.bodyJson as { result: string }).result);
  } catch (error) {
    const origin = shownUrl(url);
    const help =
      origin === DEFAULT_URL ? 'start one with "npm start", or name another with --rpc' : "check --rpc or --network";
    throw new CliError(
      "Unreachable",
      `No node answers at ${origin}: ${help}.`,
      { url: origin },
      EXIT.unreachable,
      error,
    );
  }
}

function checkedUrl(url: string): string {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new CliError("BadUrl", "The address of the node is no http:// or https:// URL.");
  }
  return url;
}
