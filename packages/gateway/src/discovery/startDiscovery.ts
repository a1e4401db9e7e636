import type { Router } from "express";
import { getAddress } from "ethers";
import { setTimeout as wait } from "node:timers/promises";
import type { Client } from "@servicecoin/sdk";
import { isLocalChain, providerOf } from "@servicecoin/sdk/internal";
import { Catalog, type CatalogStats } from "./catalog.js";
import { Checker, type CheckTimes } from "./checker.js";
import { Follower } from "./follower.js";
import { guardOf } from "./guard.js";
import type { Resolve } from "./resolve.js";
import { discoveryRoutes } from "./routes.js";

/** How long the start waits for the chain to be read, in milliseconds. */
const START = 2_000;

/** How endpoints are asked. */
export interface CheckOptions extends Partial<CheckTimes> {
  /**
   * Lets `http:` and addresses of the own network pass. Only on local chains unless told. On any other chain it lets strangers have this
   * machine ask whatever it reaches.
   */
  allowPrivate?: boolean | undefined;
  /** Instead of the name servers of this machine. */
  resolve?: Resolve | undefined;
}

/** What discovery needs. */
export interface DiscoveryOptions {
  /** A client that reads; its provider should not look for its network again while the node is out (`openProvider`). */
  client: Client;
  checks?: CheckOptions | undefined;
  /** Milliseconds between looks at the chain: 2,000 unless told, 250 on local chains. */
  poll?: number | undefined;
  /** Told once when the chain cannot be read, and again only after it could. */
  onError?: ((error: unknown) => void) | undefined;
}

/** A running discovery. */
export interface Discovery {
  /** To be mounted at `/discovery`. */
  router: Router;
  catalog: Catalog;
  /** Whether private addresses are asked, which whoever runs this should be told. */
  allowsPrivate: boolean;
  stats: () => CatalogStats;
  /** Ends everything, running checks too. */
  stop: () => Promise<void>;
}

/**
 * Lists what is for sale, in the background from now on. Waits until the chain was read once, for 2 seconds at most; a node that is out does
 * not stop it.
 * @throws ServiceCoinError `NoProvider`
 */
export async function startDiscovery({ client, checks = {}, poll, onError }: DiscoveryOptions): Promise<Discovery> {
  providerOf(client);
  const isLocal = isLocalChain(client.chainId);
  const allowsPrivate = checks.allowPrivate ?? isLocal;
  const guard = guardOf({ allowPrivate: allowsPrivate, resolve: checks.resolve });
  const asset = getAddress(client.addresses.ServiceCoin);
  const catalog = new Catalog({ network: `eip155:${String(client.chainId)}`, asset });
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
  await wait(START, undefined, { signal: started.signal, ref: false }).catch(() => undefined);

  return {
    router: discoveryRoutes({ catalog }),
    catalog,
    allowsPrivate,
    stats: () => catalog.stats(),
    stop: async () => {
      end.abort();
      await Promise.all([following, checking, checker.idle()]);
    },
  };
}

/** Runs something again and again, a while after it ended, until the signal; it does not wait then for what still runs. */
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
