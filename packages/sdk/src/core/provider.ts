import { JsonRpcProvider } from "ethers";
import { withErrors } from "./errors.js";

/** Chain ids of local development chains. */
const LOCAL = [31337n, 1337n];

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
  const asking = new JsonRpcProvider(url, undefined, { cacheTimeout: -1 });
  try {
    const chainId = BigInt(await withErrors(() => asking.send("eth_chainId", []) as Promise<string>));
    const provider = new JsonRpcProvider(url, chainId, { cacheTimeout: -1, staticNetwork: true });
    if (isLocalChain(chainId)) provider.pollingInterval = 100;
    return provider;
  } finally {
    asking.destroy();
  }
}
