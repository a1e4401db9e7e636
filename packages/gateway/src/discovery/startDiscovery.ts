import type { Router } from "express";
import { getAddress } from "ethers";
import { setTimeout as wait } from "node:timers/promises";
import type { Client } from "@servicecoin/sdk";
import { isLocalChain, providerOf } from "@servicecoin/sdk/internal";
import { networkOf } from "../protocol.js";
import { Catalog, type CatalogStats } from "./catalog.js";
import { Checker, type CheckTimes } from "./checker.js";
import { Follower } from "./follower.js";
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
   * (`openProvider`).
   */
  client: Client;
  checks?: CheckOptions | undefined;
  /** Interval between two reads of the chain, in milliseconds. Default: 2,000, or 250 on local chains. */
  poll?: number | undefined;
  /** Requests per second that are served, of all clients together. More get status 429. Default: 100. */
  requestsPerSecond?: number | undefined;
  /** Called when the chain cannot be read; not called again until a read has succeeded. */
  onError?: ((error: unknown) => void) | undefined;
}

/** A running discovery. */
export interface Discovery {
  /** For mounting at `/discovery`. */
  router: Router;
  catalog: Catalog;
  /** Whether private addresses are checked. Operators should know this. */
  allowsPrivate: boolean;
  stats: () => CatalogStats;
  /** Stops everything, including running checks. */
  stop: () => Promise<void>;
}

/**
 * Starts to list services that are for sale, in the background. Resolves when the chain was read once, or after 2
 * seconds; an unreachable node does not prevent the start.
 * @throws ServiceCoinError `NoProvider`
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
  const follower = new Follower(client, catalog, guard);
  const end = new AbortController();
  const { signal } = end;

  const started = new AbortController();
  const following = repeat(poll ?? (isLocal ? 250 : 2_000), signal, onError, async () => {
    try {
      await follower.round(signal);
    } finally {
      started.abort();
    }
  });
  const checking = repeat(Math.min(250, every), signal, onError, () => {
    checker.start(signal);
    return Promise.resolve();
  });
  await wait(START_TIMEOUT, undefined, { signal: started.signal, ref: false }).catch(() => undefined);

  return {
    router: discoveryRoutes({ catalog, rate }),
    catalog,
    allowsPrivate,
    stats: () => catalog.stats(),
    stop: async () => {
      end.abort();
      await Promise.all([following, checking, checker.idle()]);
    },
  };
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
