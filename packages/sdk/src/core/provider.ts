import { FetchRequest, JsonRpcProvider, Network, type FetchResponse } from "ethers";
import { ServiceCoinError, withErrors } from "./errors.js";

/** Chain ids of local development chains. */
const LOCAL = [31337n, 1337n];

/** Requests in one batch at most; the default of ethers. */
const BATCH = 100;

/** Requests until a node's rate limit (status 429) is an error; ethers' default takes 20 seconds. */
const RATE_LIMIT_ATTEMPTS = 5;

/** Returns whether a chain is a local development chain, where coins are worth nothing. */
export function isLocalChain(chainId: bigint): boolean {
  return LOCAL.includes(chainId);
}

/** How to talk to a node. */
export interface ProviderOptions {
  /** Milliseconds until a request that is not answered fails. Default: 300,000, as in ethers. */
  timeout?: number;
  /**
   * Milliseconds for which a request waits for others, to be sent in one. Default: 10, as in ethers; 0 for programs to
   * which every moment counts.
   */
  batchStallTime?: number;
}

/**
 * Opens a node over HTTP. Unlike `new JsonRpcProvider(url)` of ethers, it does not cache responses for a quarter of a
 * second: with ethers' default, two transactions sent in quick succession get the same nonce. On local chains it polls
 * for blocks ten times a second. A node that takes no JSON-RPC batches is asked one by one. A request beyond the node's
 * rate limit is repeated for about three seconds.
 * @throws ServiceCoinError `Unreachable`
 * @example
 * ```ts
 * const provider = await openProvider("http://127.0.0.1:8545");
 * ```
 */
export async function openProvider(url: string, options: ProviderOptions = {}): Promise<JsonRpcProvider> {
  const { timeout, batchStallTime } = options;
  const request = requestTo(url, timeout);
  const { chainId, batchMaxCount } = await ask(request);
  // Without the plug-ins that ethers has for some chains: on Polygon they ask another server for the fees.
  const network = new Network(`chain ${chainId}`, chainId);
  const provider = new JsonRpcProvider(request, network, {
    ...{ cacheTimeout: -1, staticNetwork: network, batchMaxCount },
    ...(batchStallTime === undefined ? {} : { batchStallTime }),
  });
  if (isLocalChain(chainId)) provider.pollingInterval = 100;
  return provider;
}

function requestTo(url: string, timeout: number | undefined): FetchRequest {
  const request = new FetchRequest(url);
  request.setThrottleParams({ maxAttempts: RATE_LIMIT_ATTEMPTS });
  if (timeout !== undefined) request.timeout = timeout;
  return request;
}

/** Asks for the chain id, twice in one request to see whether the node takes JSON-RPC batches. */
async function ask(request: FetchRequest): Promise<{ chainId: bigint; batchMaxCount: number }> {
  return withErrors(async () => {
    const [first, second] = await answersOf(request, [1, 2]);
    if (first !== undefined && second !== undefined) return { chainId: first, batchMaxCount: BATCH };
    // It answered, but not to each request: with one object, or with an HTTP status such as 403 or 413.
    const [chainId] = await answersOf(request, 1);
    if (chainId === undefined) throw new ServiceCoinError("Unreachable", { message: "it does not tell its chain id" });
    return { chainId, batchMaxCount: 1 };
  });
}

/** The chain ids in the answer. Not by a provider of ethers, which would ask a node that is not there for ever. */
async function answersOf(to: FetchRequest, ids: number | number[]): Promise<(bigint | undefined)[]> {
  const request = to.clone();
  const call = (id: number) => ({ jsonrpc: "2.0", id, method: "eth_chainId", params: [] });
  request.body = typeof ids === "number" ? call(ids) : ids.map(call);
  const response = await request.send();
  if (typeof ids === "number") response.assertOk();
  return [bodyOf(response)].flat().map(chainIdIn);
}

function bodyOf(response: FetchResponse): unknown {
  try {
    return response.bodyJson as unknown;
  } catch {
    return undefined;
  }
}

function chainIdIn(answer: unknown): bigint | undefined {
  const { result } = (answer ?? {}) as { result?: unknown };
  return typeof result === "string" && /^0x[0-9a-f]{1,64}$/i.test(result) ? BigInt(result) : undefined;
}
