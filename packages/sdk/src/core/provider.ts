import { JsonRpcProvider } from "ethers";
import { withErrors } from "./errors.js";

/** Chains on somebody's own machine. */
const LOCAL = [31337n, 1337n];

/** Whether a chain is one on somebody's own machine, where coins are worth nothing. */
export function isLocalChain(chainId: bigint): boolean {
  return LOCAL.includes(chainId);
}

/**
 * A node over HTTP. Like `new JsonRpcProvider(url)` of ethers, but it remembers no answers for a quarter of a second: with ethers'
 * defaults, two transactions sent right after each other get the same nonce. It looks for blocks ten times a second on local chains.
 * @throws ServiceCoinError `Unreachable`
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
