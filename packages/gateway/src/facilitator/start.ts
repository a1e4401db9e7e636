import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { x402Facilitator } from "@x402/core/facilitator";
import type { Provider } from "ethers";
import { pino } from "pino";
import { identityReader } from "@servicecoin/health";
import { accountOf, type Client } from "@servicecoin/sdk";
import { domainOf, providerOf, signerOf } from "@servicecoin/sdk/internal";
import { networkOf } from "../protocol.js";
import { PaymentChain } from "../settlement/paymentChain.js";
import type { SettlementError } from "../settlement/errors.js";
import { TtlCache } from "@servicecoin/tx/internal";
import { Settler } from "../settlement/settler.js";
import type { SettlerOptions } from "../settlement/settlerTypes.js";
import { Funds, type Balances } from "./funds.js";
import { healthReader, READING_TTL } from "./health.js";
import { loggingListener } from "./logging.js";
import { FacilitatorMetrics } from "./metrics.js";
import { readerOf } from "./reader.js";
import { Reservations } from "./reservations.js";
import { ExactScheme } from "./scheme.js";
import { facilitatorApp } from "./server.js";
import { DEFAULT_HOST, DEFAULT_LEAST_BALANCE, DEFAULT_PORT, defaultsFor, type FacilitatorOptions } from "./settings.js";
import { Suspensions } from "./suspensions.js";
import { Verifier } from "./verifier.js";

/** A facilitator that accepts requests. */
export interface RunningFacilitator {
  /** Its base URL. */
  url: string;
  /** The account that pays the gas. */
  account: string;
  /** Batches of an earlier run that were in flight and were resumed. */
  resumed: number;
  /**
   * Resolves when the journal becomes unwritable. The facilitator then responds with 503 to every payment: stop it, end
   * the process and start again. Never rejects, and may never resolve.
   */
  broken: Promise<SettlementError>;
  /**
   * Accepts no more payments, sends the queued ones, responds to open requests, and releases the port and the journal.
   */
  stop(): Promise<void>;
}

/** Timeouts in milliseconds for the headers of a request and for the whole request. */
const HEADERS_TIMEOUT = 10_000;
const REQUEST_TIMEOUT = 30_000;
/** A verification stays valid for 15 seconds. */
const RESERVATION_LIMITS = { fresh: 15_000, maxPerPayer: 100, max: 10_000 };
/** Milliseconds for which a shutdown waits for open responses. */
const CLOSE_TIMEOUT = 1_000;

/**
 * Starts a facilitator and resumes the batches that an earlier run left in flight.
 * @throws SettlementError `JournalInUse`, `JournalDamaged`, `OtherJournal`
 * @throws ServiceCoinError `NoSigner`, `NoProvider`
 * @throws the system's error, for example `EADDRINUSE`, if it cannot listen
 *
 * @example
 * ```ts
 * const facilitator = await startFacilitator({ client, journal: "data/journal.jsonl" });
 * console.log(`Settles payments at ${facilitator.url}.`);
 * process.once("SIGTERM", () => void facilitator.stop());
 * ```
 */
export async function startFacilitator(options: FacilitatorOptions): Promise<RunningFacilitator> {
  const { client, journal, confirmations, maxFeePerGas, discovery, payees, minAmount } = options;
  const { host = DEFAULT_HOST, port = DEFAULT_PORT, leastBalance = DEFAULT_LEAST_BALANCE } = options;
  const log = options.log ?? pino({ level: "silent" });
  const provider = providerOf(client);
  const account = await accountOf(client);
  const { chainId } = client;
  const coin = client.addresses.ServiceCoin;
  const chain = new PaymentChain({
    ...{ provider, signer: signerOf(client), sender: account, chainId, coin },
    ...{ batch: client.addresses.PaymentBatch, fromBlock: client.fromBlock, confirmations, maxFeePerGas },
  });
  await mkdir(path.dirname(journal), { recursive: true, mode: 0o700 });
  const load = () => settler.load;
  const balance = new TtlCache(() => provider.getBalance(account), READING_TTL);
  const metrics = new FacilitatorMetrics({
    load,
    balance: () => balance.get(),
    catalog: discovery && (() => discovery.stats()),
  });
  const settlerOptions = settlerOptionsOf(options);
  const settler = await Settler.start(chain, journal, settlerOptions, loggingListener(log, metrics));
  const domain = domainOf(client, "ServiceCoin");
  const suspensions = new Suspensions();
  const funds = new Funds(new Reservations(RESERVATION_LIMITS), balancesOf({ coin: client.coin, provider }));
  // The balances do not reflect them yet.
  for (const payment of settler.inFlight) funds.keep(payment);
  const reader = readerOf(provider, account);
  const limits = { payees, minAmount };
  const { answerWithin: timeout } = settlerOptions;
  const verifier = new Verifier({ reader, chain, funds, suspensions, limits, domain, timeout });
  const network = networkOf(chainId);
  // Version 1 of the protocol is not offered.
  const facilitator = new x402Facilitator().register(
    network,
    new ExactScheme({ verifier, settler, funds, suspensions, account, coin, domain }),
  );
  const manifest = new URL("../../package.json", import.meta.url);
  const identity = identityReader({ manifest, provider, chainId, addresses: client.addresses });
  const app = facilitatorApp({
    ...{ facilitator, network, metrics, log, discovery: discovery?.router },
    obstacle: () => settler.obstacle,
    facts: async () => ({ settled: metrics.settled, ...(await identity()) }),
    health: healthReader({ provider, settler, chainId, account, leastBalance }),
  });
  const server = createServer({ headersTimeout: HEADERS_TIMEOUT, requestTimeout: REQUEST_TIMEOUT }, app);
  try {
    server.listen(port, host);
    await once(server, "listening");
  } catch (error) {
    await settler.stop();
    throw error;
  }
  void settler.broken.then(({ message }) => {
    log.fatal({ journal }, message);
  });
  const url = urlOf(server, host);
  log.info({ url, account, journal, resumed: settler.resumed }, "listening");
  return {
    ...{ url, account, resumed: settler.resumed, broken: settler.broken },
    stop: () => stop(server, settler),
  };
}

function balancesOf({ coin, provider }: { coin: Client["coin"]; provider: Provider }): Balances {
  return {
    blockNumber: () => provider.getBlockNumber(),
    balanceOf: (account, block) => coin.balanceOf(account, { blockTag: block }),
    isUsed: (account, nonce, block) => coin.authorizationState(account, nonce, { blockTag: block }),
  };
}

function settlerOptionsOf(options: FacilitatorOptions): SettlerOptions {
  const defaults = defaultsFor(options.client.chainId);
  const names = Object.keys(defaults) as (keyof SettlerOptions)[];
  return Object.fromEntries(names.map((name) => [name, options[name] ?? defaults[name]])) as unknown as SettlerOptions;
}

async function stop(server: Server, settler: Settler): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
  await settler.stop();
  server.closeIdleConnections();
  const timer = setTimeout(() => {
    server.closeAllConnections();
  }, CLOSE_TIMEOUT);
  await closed;
  clearTimeout(timer);
}

function urlOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}
