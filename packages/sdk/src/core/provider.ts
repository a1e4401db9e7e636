import { isError, JsonRpcProvider, Network } from "ethers";
import { toServiceCoinError, withErrors } from "./errors.js";

/** Chain ids of local development chains. */
const LOCAL = [31337n, 1337n];

/** Requests in one batch at most; the default of ethers. */
const BATCH = 100;

/** Returns whether a chain is a local development chain, where coins are worth nothing. */
export function isLocalChain(chainId: bigint): boolean {
  return LOCAL.includes(chainId);
}

/**
 * Opens a node over HTTP. Unlike `new JsonRpcProvider(url)` of ethers, it does not cache responses for a quarter of a
 * second: with ethers' default, two transactions sent in quick succession get the same nonce. On local chains it polls
 * for blocks ten times a second.
 * @throws ServiceCoinError `Unreachable`
 * @example
 * ```ts
 * const provider = await openProvider("http://127.0.0.1:8545");
 * ```
 */
export async function openProvider(url: string): Promise<JsonRpcProvider> {
  const { chainId, batchMaxCount } = await ask(url);
  // Without the plug-ins that ethers has for some chains: on Polygon they ask another server for the fees.
  const network = new Network(`chain ${chainId}`, chainId);
  const provider = new JsonRpcProvider(url, network, { cacheTimeout: -1, staticNetwork: network, batchMaxCount });
  if (isLocalChain(chainId)) provider.pollingInterval = 100;
  return provider;
}

/** Asks for the chain id, twice in one request to see whether the node takes JSON-RPC batches. */
async function ask(url: string): Promise<{ chainId: bigint; batchMaxCount: number }> {
  try {
    return { chainId: await chainIdOf(url, 2, BATCH), batchMaxCount: BATCH };
  } catch (error) {
    if (!isBatchRefused(error)) throw toServiceCoinError(error);
    return { chainId: await withErrors(() => chainIdOf(url, 1, 1)), batchMaxCount: 1 };
  }
}

async function chainIdOf(url: string, times: number, batchMaxCount: number): Promise<bigint> {
  const provider = new JsonRpcProvider(url, undefined, { cacheTimeout: -1, batchMaxCount });
  try {
    const asking = Array.from({ length: times }, () => provider.send("eth_chainId", []) as Promise<string>);
    const [chainId = "0x0"] = await Promise.all(asking);
    return BigInt(chainId);
  } finally {
    provider.destroy();
  }
}

/** The node answered, but not to each request: with one object, or with an HTTP status such as 403 or 413. */
function isBatchRefused(error: unknown): boolean {
  return isError(error, "SERVER_ERROR") || toServiceCoinError(error).code !== "Unreachable";
}
