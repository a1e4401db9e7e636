import { mkdir } from "node:fs/promises";
import path from "node:path";
import { parseEther } from "ethers";
import { pino, type Logger } from "pino";
import { createIndexerClient } from "@servicecoin/indexer/client";
import { accountOf, type Client } from "@servicecoin/sdk";
import { isLocalChain, providerOf, signerOf } from "@servicecoin/sdk/internal";
import {
  EthersChain,
  outcomeFormat,
  outcomeOf,
  schemaFormat,
  TransactionManager,
  type Outcome,
  type TransactionError,
} from "@servicecoin/tx";
import type { DutyKind, Sources } from "./duties/duty.js";
import type { Readiness } from "@servicecoin/health";
import { LoggingListener } from "./http/log.js";
import { KeeperMetrics } from "./http/metrics.js";
import type { Policy } from "./policy/policy.js";
import type { KeeperListener, RoundReport } from "./round/report.js";
import { runRound } from "./round/runRound.js";
import { simulate } from "./round/simulate.js";
import { Budget, reservedBy } from "./state/budget.js";
import { purposeSchema, type Purpose } from "./state/purpose.js";
import { Patience } from "./state/patience.js";
import { SetAside } from "./state/setAside.js";

/** Options of a keeper. Durations are in milliseconds. */
export interface KeeperOptions {
  /**
   * The system, connected with the account that pays the gas. It must sign without sending, as a `Wallet` does. Nothing
   * else may use the account, because the keeper assigns its nonces.
   */
  client: Client;
  /** URL of the API of an indexer, from which it reads what is due. */
  index: string;
  policy: Policy;
  /** File of the journal. Its folder is created if it does not exist; what was set aside is in a file beside it. */
  journal: string;
  /** Confirmations until an outcome is final. Default: 1. */
  confirmations?: number | undefined;
  /** Balance in wei below which nothing is sent. Default: 0.01 ether. */
  leastBalance?: bigint | undefined;
  /** Time over which the work of a round is spread. Default: 5 seconds, none on a local chain. */
  spread?: number | undefined;
  /** Pieces of work at the same time, each of which waits for its block. Default: 8. */
  atOnce?: number | undefined;
  /** Receives the log. Default: no log. */
  log?: Logger | undefined;
}

/** Balance in wei below which a keeper sends nothing. */
export const DEFAULT_LEAST_BALANCE = parseEther("0.01");
const DEFAULT_SPREAD = 5_000;
const DEFAULT_AT_ONCE = 8;
/** Milliseconds for which a shutdown waits for transactions in flight. */
const DRAIN = 5_000;

/** What a keeper has done last. */
interface LastDone {
  duty: DutyKind;
  /** Keys of the things. */
  keys: readonly string[];
  transaction: string;
  /** When, as an ISO 8601 time. */
  at: string;
}

/** A keeper that does one round at a time. */
export class Keeper {
  readonly metrics: KeeperMetrics;
  readonly #log: Logger;
  readonly #stopping = new AbortController();
  #last: RoundReport | undefined;
  #balance: bigint | undefined;
  #round: Promise<RoundReport> | undefined;
  #lastDone: LastDone | undefined;
  readonly #patience = new Patience();

  private constructor(
    private readonly options: KeeperOptions,
    private readonly sources: Sources,
    private readonly manager: TransactionManager<Purpose, Outcome>,
    private readonly budget: Budget,
    private readonly aside: SetAside,
    private readonly listeners: KeeperListener[],
  ) {
    this.#log = options.log ?? pino({ level: "silent" });
    this.metrics = new KeeperMetrics({
      inFlight: () => manager.inFlight.length,
      waiting: () => aside.waiting(Date.now()).length,
      balance: () => this.#balance,
      budgetLeft: () => this.budgetLeft,
    });
    listeners.push(this.metrics, new LoggingListener(this.#log), {
      onEnded: ({ duty, keys }, { status, hash }) => {
        if (status !== "confirmed" || hash === undefined) return;
        this.#lastDone = { duty, keys, transaction: hash, at: new Date().toISOString() };
      },
    });
  }

  /**
   * Opens the journal and resumes the transactions that an earlier run left in flight.
   * @throws TransactionError `JournalInUse`, `JournalDamaged`, `OtherJournal`
   * @throws ServiceCoinError `NoSigner`, `NoProvider`
   */
  static async open(options: KeeperOptions): Promise<Keeper> {
    const { client, index, journal, policy, confirmations } = options;
    const provider = providerOf(client);
    const account = await accountOf(client);
    const { chainId } = client;
    await mkdir(path.dirname(journal), { recursive: true, mode: 0o700 });
    const aside = await SetAside.open(`${journal}.aside.json`);
    const budget = new Budget();
    const listeners: KeeperListener[] = [];
    const chain = new EthersChain<Purpose>({
      ...{ provider, signer: signerOf(client), sender: account, chainId, confirmations },
      ...{ maxFeePerGas: policy.highestGasPrice, identity: `keeper/eip155:${chainId}/${account}` },
      encode: ({ to, data, gasLimit }) => ({ to, data, gasLimit: BigInt(gasLimit) }),
    });
    const manager = await TransactionManager.start<Purpose, Outcome>({
      ...{ chain, journal, memory: budget, purpose: schemaFormat(purposeSchema), result: outcomeFormat },
      keysOf: ({ keys }) => keys,
      // A transaction that would revert by now is replaced with an empty one before its fee is bumped.
      isObsolete: ({ to, data }) => isFailing(client, account, to, data),
      follow: () => ({
        conclude: ({ purpose }, ending) => {
          const outcome = outcomeOf(ending);
          for (const listener of listeners) listener.onEnded?.(purpose, outcome);
          return Promise.resolve(outcome);
        },
      }),
      ...(isLocalChain(chainId) && { options: { receiptQueryInterval: 50 } }),
    });
    const sources = { client, index: createIndexerClient(index), account };
    return new Keeper(options, sources, manager, budget, aside, listeners);
  }

  /** The account that pays the gas. */
  get account(): string {
    return this.sources.account;
  }

  /** Transactions of an earlier run that were in flight and were resumed. */
  get resumed(): number {
    return this.manager.resumed.length;
  }

  /** Resolves when the journal becomes unwritable: stop the keeper, end the process and start again. Never rejects. */
  get broken(): Promise<TransactionError> {
    return this.manager.broken;
  }

  /** Wei left of the day's budget, without what transactions in flight may cost. */
  get budgetLeft(): bigint {
    const now = Math.floor(Date.now() / 1_000);
    const reserved = reservedBy(this.manager.inFlight.map(({ purpose }) => purpose));
    return this.options.policy.budgetPerDay - this.budget.spent(now) - reserved;
  }

  /** Whether it can work, by its last round. A gas price or a budget that stops it is the policy's doing. */
  readiness(): Readiness {
    const { fault } = this.manager;
    if (fault !== undefined) return { ready: false, reasons: [fault.message] };
    if (this.#last === undefined) return { ready: false, reasons: ["the first round is not over"] };
    const reasons = this.#last.obstacles
      .filter(({ kind }) => kind !== "gasPrice" && kind !== "budget")
      .map(({ reason }) => reason);
    return { ready: reasons.length === 0, reasons };
  }

  /** What `/readyz` tells besides. */
  facts(): object {
    const { account, sources, aside, manager } = this;
    const last = this.#last;
    const { leastBalance = DEFAULT_LEAST_BALANCE } = this.options;
    const balance = this.#balance === undefined ? null : String(this.#balance);
    return {
      account: { address: account, balance, least: String(leastBalance) },
      ...{ index: sources.index.url, inFlight: manager.inFlight.length, budgetLeft: String(this.budgetLeft) },
      setAside: aside.waiting(Date.now()),
      lastDone: this.#lastDone ?? null,
      lastRound: last === undefined ? null : { ...last, fees: String(last.fees) },
    };
  }

  /** Runs one round, after the one that is running. Never rejects for what node, index or a due thing does. */
  async round(): Promise<RoundReport> {
    await this.#round?.catch(() => undefined);
    this.#round = this.#runRound();
    return this.#round;
  }

  /** Sends nothing more, waits a little for what is in flight, leaves the rest to the next start. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.manager.stop({ drain: DRAIN });
    await this.#round?.catch(() => undefined);
  }

  async #runRound(): Promise<RoundReport> {
    const { sources, manager, budget, aside, listeners, options } = this;
    const { client, policy, leastBalance = DEFAULT_LEAST_BALANCE, atOnce = DEFAULT_AT_ONCE } = options;
    const spread = options.spread ?? (isLocalChain(client.chainId) ? 0 : DEFAULT_SPREAD);
    this.#balance = await providerOf(client)
      .getBalance(this.account)
      .catch(() => undefined);
    this.#last = await runRound(
      {
        ...{ sources, policy, manager, budget, aside, spread, leastBalance, atOnce },
        patience: this.#patience,
        listener: allOfThem(listeners),
      },
      this.#stopping.signal,
    );
    return this.#last;
  }
}

async function isFailing(client: Client, from: string, to: string, data: string): Promise<boolean> {
  return typeof (await simulate(client, from, { to, data })) !== "bigint";
}

/** One listener that tells all. */
function allOfThem(listeners: readonly KeeperListener[]): KeeperListener {
  return {
    onDue: (due) => {
      for (const one of listeners) one.onDue?.(due);
    },
    onSent: (purpose, hash) => {
      for (const one of listeners) one.onSent?.(purpose, hash);
    },
    onPlanned: (purpose) => {
      for (const one of listeners) one.onPlanned?.(purpose);
    },
    onLost: (duty, keys) => {
      for (const one of listeners) one.onLost?.(duty, keys);
    },
    onSetAside: (duty, aside) => {
      for (const one of listeners) one.onSetAside?.(duty, aside);
    },
    onRound: (report) => {
      for (const one of listeners) one.onRound?.(report);
    },
  };
}
