import { setTimeout as sleep } from "node:timers/promises";
import { pino } from "pino";
import { healthRoutes, identityReader, startHealthServer } from "@servicecoin/health";
import { isLocalChain, providerOf } from "@servicecoin/sdk/internal";
import type { TransactionError } from "@servicecoin/tx";
import { Keeper, type KeeperOptions } from "./keeper.js";

/** Options of a keeper that runs round after round. Durations are in milliseconds. */
export interface StartOptions extends KeeperOptions {
  /** Address to listen on. Default: 127.0.0.1. */
  host?: string | undefined;
  /** Port to listen on; 0 for any free one. Default: 4404. */
  port?: number | undefined;
  /** Pause between two rounds, on average. Default: 15 seconds, one on a local chain. */
  interval?: number | undefined;
}

export const DEFAULT_HOST = "127.0.0.1";
export const DEFAULT_PORT = 4404;
const DEFAULT_INTERVAL = 15_000;
const LOCAL_INTERVAL = 1_000;
/** A pause is shorter or longer by up to this share, so that several keepers do not stay in step. */
const JITTER = 0.25;

/** A keeper at work. */
export interface RunningKeeper {
  /** URL below which `/livez`, `/readyz` and `/metrics` are. */
  url: string;
  /** The account that pays the gas. */
  account: string;
  /** Transactions of an earlier run that were in flight and were resumed. */
  resumed: number;
  /** Resolves with the fault that ended the rounds: the journal, or one of the program. May never resolve. */
  broken: Promise<TransactionError | Error>;
  /** Sends nothing more, waits a little for what is in flight, and releases the port and the journal. */
  stop(): Promise<void>;
}

/**
 * Starts a keeper: it does one round after the other until it is stopped.
 * @throws TransactionError `JournalInUse`, `JournalDamaged`, `OtherJournal`
 * @throws ServiceCoinError `NoSigner`, `NoProvider`
 * @throws the system's error, for example `EADDRINUSE`, if it cannot listen
 *
 * @example
 * ```ts
 * const policy = readPolicy({ name: "policy.json", text: await readFile("policy.json", "utf8") });
 * const keeper = await startKeeper({ client, index: "http://127.0.0.1:4403", policy, journal: "data/keeper.jsonl" });
 * process.once("SIGTERM", () => void keeper.stop());
 * ```
 */
export async function startKeeper(options: StartOptions): Promise<RunningKeeper> {
  const { host = DEFAULT_HOST, port = DEFAULT_PORT, client } = options;
  const { interval = isLocalChain(client.chainId) ? LOCAL_INTERVAL : DEFAULT_INTERVAL } = options;
  const log = options.log ?? pino({ level: "silent" });
  const keeper = await Keeper.open(options);
  const { chainId, addresses } = client;
  const manifest = new URL("../package.json", import.meta.url);
  const identity = identityReader({ manifest, provider: providerOf(client), chainId, addresses });
  const routes = healthRoutes({
    metrics: keeper.metrics.all,
    readiness: async () => ({ ...keeper.readiness(), ...keeper.facts(), ...(await identity()) }),
  });
  const server = await startHealthServer(routes, { host, port }).catch(async (error: unknown) => {
    await keeper.stop();
    throw error;
  });
  const { account, resumed } = keeper;
  log.info({ url: server.url, account, resumed, policy: options.policy.duties }, "started");
  const stopping = new AbortController();
  const rounds = runRounds(keeper, interval, stopping.signal);
  const fault = rounds.then(
    () => new Promise<never>(() => undefined),
    (error: unknown) => error as Error,
  );
  return {
    ...{ url: server.url, account, resumed, broken: Promise.race([keeper.broken, fault]) },
    stop: async () => {
      stopping.abort();
      await keeper.stop();
      await rounds.catch(() => undefined);
      await server.close();
    },
  };
}

async function runRounds(keeper: Keeper, interval: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await keeper.round();
    const pause = interval * (1 - JITTER + 2 * JITTER * Math.random());
    await sleep(pause, undefined, { signal }).catch(() => undefined);
  }
}
