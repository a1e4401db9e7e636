import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import type { Provider } from "ethers";
import { pino } from "pino";
import { accountOf, type Client } from "@servicecoin/sdk";
import { domainOf, providerOf, signerOf } from "@servicecoin/sdk/internal";
import { EthersChain } from "../settlement/ethersChain.js";
import type { SettlementError } from "../settlement/errors.js";
import { Settler, type SettlerOptions } from "../settlement/settler.js";
import { createFacilitator } from "./facilitator.js";
import { Funds, type Balances } from "./funds.js";
import { readHealth } from "./health.js";
import { listenerOf } from "./listener.js";
import { Metrics } from "./metrics.js";
import { readerOf } from "./reader.js";
import { Reservations } from "./reservations.js";
import { facilitatorApp } from "./server.js";
import { DEFAULT_HOST, DEFAULT_LEAST_BALANCE, DEFAULT_PORT, defaultsFor, type FacilitatorOptions } from "./settings.js";

import { Suspensions } from "./suspensions.js";
import { Verifier } from "./verifier.js";

/** A facilitator that listens. */
export interface RunningFacilitator {
  /** Where it listens. */
  url: string;
  /** The account that pays the gas. */
  account: string;
  /** Batches that an earlier run had sent, and that were taken up again. */
  resumed: number;
  /**
   * The fault of a journal that can no longer be written. The facilitator then answers 503 to everything; stop it, end the process, and
   * start anew. Never fails; may never come.
   */
  broken: Promise<SettlementError>;
  /** Takes nothing more, sends what waits, answers those who ask, and lets go of the port and the journal. */
  stop(): Promise<void>;
}

/** A client has so many milliseconds for the head of a request, and for the whole. */
const HEADERS_TIMEOUT = 10_000;
const REQUEST_TIMEOUT = 30_000;
/** Verified payments are not verified again for 15 seconds; 100 of a payer are held, and 10,000 of all. */
const RESERVED = { fresh: 15_000, mostOfPayer: 100, most: 10_000 };
/** Milliseconds that stopping waits for answers on their way. */
const FAREWELL = 1_000;

/**
 * Starts a facilitator and takes up what an earlier run had under way.
 * @throws SettlementError `JournalInUse`, `JournalDamaged`, `OtherJournal`
 * @throws ServiceCoinError `NoSigner`, `NoProvider`
 * @throws the system's error, for example `EADDRINUSE`, when it cannot listen
 */
export async function startFacilitator(options: FacilitatorOptions): Promise<RunningFacilitator> {
  const { client, journal, confirmations, maxFeePerGas, discovery, payees, minAmount } = options;
  const { host = DEFAULT_HOST, port = DEFAULT_PORT, leastBalance = DEFAULT_LEAST_BALANCE } = options;
  const log = options.log ?? pino({ level: "silent" });
  const provider = providerOf(client);
  const account = await accountOf(client);
  const { chainId } = client;
  const coin = client.addresses.ServiceCoin;
  const chain = new EthersChain({
    ...{ provider, signer: signerOf(client), sender: account, chainId, coin },
    ...{ batch: client.addresses.PaymentBatch, fromBlock: client.fromBlock, confirmations, maxFeePerGas },
  });
  await mkdir(path.dirname(journal), { recursive: true, mode: 0o700 });
  const load = () => settler.load;
  const balance = () => provider.getBalance(account);
  const metrics = new Metrics({ load, balance, catalog: discovery && (() => discovery.stats()) });
  const settler = await Settler.start(chain, journal, settlerOptionsOf(options), listenerOf(log, metrics));
  const domain = domainOf(client, "ServiceCoin");
  const reservations = new Reservations(RESERVED);
  const suspensions = new Suspensions();
  const funds = new Funds(reservations, balancesOf({ coin: client.coin, provider }));
  const reader = readerOf(provider, account);
  const verifier = new Verifier({
    ...{ reader, chain, funds, reservations, suspensions, limits: { payees, minAmount }, coin, domain },
  });
  const app = facilitatorApp({
    facilitator: createFacilitator(chainId, { verifier, settler, reservations, suspensions, account, coin, domain }),
    network: `eip155:${chainId}`,
    obstacle: () => settler.obstacle,
    health: () => readHealth({ provider, settler, chainId, account, leastBalance }),
    ...{ metrics, log, discovery: discovery?.router },
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
  }, FAREWELL);
  await closed;
  clearTimeout(timer);
}

function urlOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}
