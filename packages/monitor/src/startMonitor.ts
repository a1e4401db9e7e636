import { setTimeout as sleep } from "node:timers/promises";
import { healthRoutes, identityReader, startHealthServer } from "@servicecoin/health";
import { Monitor, type MonitorOptions } from "./monitor.js";

/** Options of a monitor that looks again and again. */
export interface MonitorStart extends MonitorOptions {
  /** Seconds between two looks. */
  interval: number;
  /** Address to listen on. Default: 127.0.0.1. */
  host?: string | undefined;
  /** Port to listen on; 0 for any free one. Default: 4405. */
  port?: number | undefined;
}

export const DEFAULT_HOST = "127.0.0.1";
export const DEFAULT_PORT = 4405;

/** A monitor at work. */
export interface RunningMonitor {
  /** URL below which `/livez`, `/readyz` and `/metrics` are. */
  url: string;
  /** Resolves with the fault that ended it: its state cannot be written. May never resolve. */
  broken: Promise<Error>;
  stop(): Promise<void>;
}

/** Starts a monitor. @throws the system's error, for example `EADDRINUSE`, if it cannot listen */
export async function startMonitor(options: MonitorStart): Promise<RunningMonitor> {
  const { host = DEFAULT_HOST, port = DEFAULT_PORT, interval, log } = options;
  const monitor = await Monitor.open(options);
  const { provider, client } = options;
  const { chainId, addresses } = client;
  const manifest = new URL("../package.json", import.meta.url);
  const identity = identityReader({ manifest, provider, chainId, addresses });
  const routes = healthRoutes({
    metrics: monitor.metrics.all,
    readiness: async () => ({ ...monitor.readiness(), ...monitor.facts(), ...(await identity()) }),
  });
  const server = await startHealthServer(routes, { host, port });
  log.info({ url: server.url, rules: options.rules.map(({ rule }) => rule.name) }, "started");
  const stopping = new AbortController();
  const rounds = run(monitor, interval * 1_000, stopping.signal);
  const broken = rounds.then(
    () => new Promise<never>(() => undefined),
    (error: unknown) => error as Error,
  );
  return {
    url: server.url,
    broken,
    stop: async () => {
      stopping.abort();
      await rounds.catch(() => undefined);
      await server.close();
    },
  };
}

async function run(monitor: Monitor, interval: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await monitor.round();
    await sleep(interval, undefined, { signal }).catch(() => undefined);
  }
}
