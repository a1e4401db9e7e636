import type { Router } from "express";
import { getAddress } from "ethers";
import { setTimeout as wait } from "node:timers/promises";
import { isServiceCoinError, type Client, type ServiceCoinError } from "@servicecoin/sdk";
import { isLocalChain, providerOf } from "@servicecoin/sdk/internal";
import { networkOf } from "../protocol.js";
import { Catalog, type CatalogStats } from "./catalog.js";
import { Checker, type CheckTimes } from "./checker.js";
import { Follower } from "./follower.js";
import { IndexFollower } from "./indexFollower.js";
import { guardOf, type Resolve } from "./guard.js";
import { RequestRate } from "./requestRate.js";
import { discoveryRoutes } from "./routes.js";

/** How long the start waits for the first read of the chain, in milliseconds. */
const START_TIMEOUT = 2_000;
/** Requests per second that are served. */
const DEFAULT_RATE = 100;

/** How endpoints are checked. */
export interface CheckOptions extends Partial<CheckTimes> {
  /**
   * Allow `http:` and private addresses. Default: only on local chains. On any other chain this lets strangers make
   * this machine send requests to everything that it can reach.
   */
  allowPrivate?: boolean | undefined;
  /** Resolves host names. Default: the name servers of this machine. */
  resolve?: Resolve | undefined;
}

/** Options of discovery. */
export interface DiscoveryOptions {
  /**
   * A read-only client suffices. Its provider should not detect its network again while the node is unreachable
   * (`openProvider`). If it has an indexer (`connect(..., { indexer })`), services are read from that, not from the
   * chain.
   */
  client: Client;
  checks?: CheckOptions | undefined;
  /** Interval between two reads of the chain or the indexer, in milliseconds. Default: 2,000, or 250 on local chains. */
  poll?: number | undefined;
  /** Requests per second that are served, of all clients together. More get status 429. Default: 100. */
  requestsPerSecond?: number | undefined;
  /**
   * Called when the list cannot be brought up to date; not called again until that has succeeded.
   * @param reason As in `DiscoveryStats.outdated`.
   */
  onError?: ((error: unknown, reason: string) => void) | undefined;
}

/** Numbers for monitoring, and whether they are of now. */
export interface DiscoveryStats extends CatalogStats {
  /** Where services are read from. */
  source: "chain" | "indexer";
  /** Why the list is outdated, in words without a path of a URL; missing when it is not. */
  outdated?: string;
}

/** A running discovery. */
export interface Discovery {
  /** For mounting at `/discovery`. */
  router: Router;
  catalog: Catalog;
  /** Whether private addresses are checked. Operators should know this. */
  allowsPrivate: boolean;
  stats: () => DiscoveryStats;
  /** Stops everything, including running checks. */
  stop: () => Promise<void>;
}

/**
 * Starts to list services that are for sale, in the background. Resolves when the chain or the indexer was read once,
 * or after 2 seconds; a node or an indexer that is unreachable does not prevent the start.
 * @throws ServiceCoinError `NoProvider`, `WrongIndex`
 * @throws RangeError if `requestsPerSecond` is not positive
 */
export async function startDiscovery(options: DiscoveryOptions): Promise<Discovery> {
  const { client, checks = {}, poll, requestsPerSecond = DEFAULT_RATE, onError } = options;
  providerOf(client);
  const rate = new RequestRate(requestsPerSecond);
  const isLocal = isLocalChain(client.chainId);
  const allowsPrivate = checks.allowPrivate ?? isLocal;
  const guard = guardOf({ allowPrivate: allowsPrivate, resolve: checks.resolve });
  const asset = getAddress(client.addresses.ServiceCoin);
  const catalog = new Catalog({ network: networkOf(client.chainId), asset });
  const { every = 300_000, longest = 21_600_000, hostGap = 1_000 } = checks;
  const checker = new Checker(catalog, guard, { every, longest, hostGap });
  const { indexer } = client;
  const follower =
    indexer === undefined ? new Follower(client, catalog, guard) : new IndexFollower(indexer, catalog, guard);
  const end = new AbortController();
  const { signal } = end;

  const started = new AbortController();
  let outdated: string | undefined;
  let wrong: ServiceCoinError | undefined;
  const onFailure = (error: unknown): void => {
    onError?.(error, reasonOf(error));
  };
  const following = repeat(poll ?? (isLocal ? 250 : 2_000), signal, onFailure, async () => {
    try {
      await follower.round(signal);
      outdated = undefined;
    } catch (error) {
      outdated = reasonOf(error);
      if (isServiceCoinError(error, "WrongIndex")) wrong = error;
      throw error;
    } finally {
      started.abort();
    }
  });
  const checking = repeat(Math.min(250, every), signal, onFailure, () => {
    checker.start(signal);
    return Promise.resolve();
  });
  await wait(START_TIMEOUT, undefined, { signal: started.signal, ref: false }).catch(() => undefined);
  const stop = async (): Promise<void> => {
    end.abort();
    await Promise.all([following, checking, checker.idle()]);
  };
  if (wrong !== undefined) {
    await stop();
    throw wrong;
  }

  return {
    router: discoveryRoutes({ catalog, rate }),
    catalog,
    allowsPrivate,
    stats: () => ({
      ...catalog.stats(),
      source: indexer === undefined ? "chain" : "indexer",
      ...(outdated !== undefined && { outdated }),
    }),
    stop,
  };
}

/** Why a list is outdated. The path of a URL is often an API key, so that only its origin is told. */
function reasonOf(error: unknown): string {
  if (!isServiceCoinError(error) || !/^(Indexer|WrongIndex)/.test(error.code)) return "The node does not respond.";
  const { url } = error.args as { url: string };
  return error.message.replaceAll(url, new URL(url).origin);
}

/**
 * Runs a task repeatedly, with a pause after each run, until the signal aborts. Does not wait for a run that is still
 * in progress then.
 */
async function repeat(
  every: number,
  signal: AbortSignal,
  onError: ((error: unknown) => void) | undefined,
  run: () => Promise<void>,
): Promise<void> {
  const aborted = new Promise<void>((resolve) => {
    signal.addEventListener(
      "abort",
      () => {
        resolve();
      },
      { once: true },
    );
  });
  let isDown = false;
  while (!signal.aborted) {
    try {
      await Promise.race([run(), aborted]);
      isDown = false;
    } catch (error) {
      if (!isDown) onError?.(error);
      isDown = true;
    }
    await wait(every, undefined, { signal, ref: false }).catch(() => undefined);
  }
}
