import { wasmCryptography } from "@servicecoin/proof/wasm";
import type { Client } from "@servicecoin/sdk";
import { isLocalChain, sleep } from "@servicecoin/sdk/internal";
import { BlockUnknownError, Chain, type Node } from "./chain/chain.js";
import { InconsistentNodeError } from "./chain/inconsistentNodeError.js";
import type { Header } from "./chain/rpc.js";
import { LiveFollow, type Verification } from "./follow/liveFollow.js";
import { commonAncestor } from "./follow/reorg.js";
import type { IndexStatus } from "./status.js";
import { MissingLogsError } from "./handlers/missingLogs.js";
import { DatabaseError, type Database } from "./store/database.js";
import { writeMeta } from "./store/identity.js";
import { Store } from "./store/store.js";
import { HandlerError } from "./store/workingSet.js";
import { FullSync } from "./sync/fullSync.js";
import { HistoricalSync } from "./sync/historicalSync.js";

/** How to index. */
export interface IndexerOptions {
  /** Empties the database first. Default: false. */
  fromScratch?: boolean | undefined;
  /** Which blocks are verified. Default: `sampled`. */
  verification?: Verification | undefined;
  /** Blocks that a reorganization may replace without a rebuild. Default: 256. */
  undoDepth?: number | undefined;
  /** Blocks before the head that are read one by one, by their hashes. Default: 64. */
  liveBlocks?: number | undefined;
  /** Milliseconds between two looks at the chain. Default: 4,000; 200 on a local chain. */
  pollingInterval?: number | undefined;
  /**
   * Milliseconds for which a node may be behind what is indexed before its chain counts as the shorter one that
   * replaced ours. Until then the index is not ready. Default: 60,000; 0 on a local chain, which is reverted at will.
   */
  lagTolerance?: number | undefined;
}

/** What one step did. */
export type Step = "advanced" | "reorganized" | "waiting";

/** Milliseconds between attempts while the node fails. */
const RETRY_INTERVAL = 1_000;

/** Milliseconds after which a status that did not change is saved again. */
const STATUS_INTERVAL = 5_000;

/** Blocks by which a ready index may be behind the node. */
const READY_DISTANCE = 2;

/** Follows a chain into a database. */
export class Indexer {
  readonly store: Store;
  readonly #chain: Chain;
  readonly #genesisHash: string;
  readonly #fromBlock: number;
  readonly #options: Required<Omit<IndexerOptions, "fromScratch">>;
  readonly #history: HistoricalSync | FullSync;
  readonly #live: LiveFollow;
  readonly #full: FullSync | undefined;
  readonly #reorgs = { count: 0, deepest: 0, rebuilds: 0 };
  #head: number | undefined;
  #finalized: number | undefined;
  #reason: string | undefined = "it has not looked at the chain yet";
  #behindSince: number | undefined;
  /** The status that was saved last, and when. */
  #saved = { text: "", at: 0 };

  private constructor(
    store: Store,
    chain: Chain,
    genesisHash: string,
    client: Client,
    options: IndexerOptions,
    full: FullSync | undefined,
  ) {
    const isLocal = isLocalChain(client.chainId);
    this.store = store;
    this.#chain = chain;
    this.#genesisHash = genesisHash;
    this.#fromBlock = client.fromBlock;
    this.#options = {
      verification: options.verification ?? "sampled",
      undoDepth: options.undoDepth ?? 256,
      liveBlocks: options.liveBlocks ?? 64,
      pollingInterval: options.pollingInterval ?? (isLocal ? 200 : 4_000),
      lagTolerance: options.lagTolerance ?? (isLocal ? 0 : 60_000),
    };
    this.#full = full;
    this.#history = full ?? new HistoricalSync(chain);
    this.#live = new LiveFollow(chain, this.#options.verification, full);
  }

  /**
   * Opens the index of a system.
   * @param client The system; only its addresses and its chain id are used.
   * @param nodes Nodes of its chain, in order of preference.
   * @throws DatabaseError when the database is an index of another system or chain; the nodes' errors
   */
  static async open(
    client: Client,
    nodes: readonly Node[],
    database: Database,
    options: IndexerOptions = {},
  ): Promise<Indexer> {
    const chain = new Chain(nodes, Object.values(client.addresses));
    const { hash } = await chain.header(0);
    const store = await Store.open(database, client, hash, options.fromScratch);
    const full =
      options.verification === "full"
        ? new FullSync(chain, isLocalChain(client.chainId), await wasmCryptography())
        : undefined;
    return new Indexer(store, chain, hash, client, options, full);
  }

  get status(): IndexStatus {
    const { mode, possible } = { mode: this.#options.verification, possible: this.#live.canVerify };
    return {
      ready: this.#reason === undefined,
      reason: this.#reason,
      cursor: this.store.cursor,
      head: this.#head,
      finalized: this.#finalized,
      reorgs: { ...this.#reorgs },
      verification: { ...this.#live.counts, mode, possible },
      nodeFaults: this.#full === undefined ? undefined : { ...this.#full.faults },
    };
  }

  /**
   * Follows the chain until the signal is aborted. A node that fails, lags or contradicts itself makes the index not
   * ready, with the reason in `status`.
   * @param onStep Called after each step.
   * @throws DatabaseError when the node is on another chain now; HandlerError for a fault of ours; the errors of the
   * database
   */
  async run(signal: AbortSignal, onStep: (status: IndexStatus) => void = () => undefined): Promise<void> {
    while (!signal.aborted) {
      const step = await this.step(signal);
      await this.#saveStatus();
      onStep(this.status);
      if (step === "waiting") {
        const isFailing = this.#reason !== undefined;
        const { pollingInterval } = this.#options;
        await sleep(isFailing ? Math.min(RETRY_INTERVAL, pollingInterval) : pollingInterval, signal);
      }
    }
  }

  /**
   * Looks at the chain once, and indexes what is new.
   * @throws as `run`
   */
  async step(signal?: AbortSignal): Promise<Step> {
    try {
      const head = await this.#chain.head();
      this.#head = head.number;
      const step = await this.#towards(head, signal);
      if (step === "advanced") this.#finalized = await this.#chain.finalized();
      return step;
    } catch (error) {
      if (!isOfNode(error)) throw error;
      this.#reason =
        error instanceof HandlerError
          ? `the node left out logs: ${error.message}. If that stays, index from scratch with another node`
          : `the node failed: ${(error as Error).message}`;
      return "waiting";
    }
  }

  async #towards(head: Header, signal?: AbortSignal): Promise<Step> {
    const { cursor } = this.store;
    if (cursor !== undefined && head.number <= cursor.block) {
      if (head.hash === cursor.hash) return this.#settled(head);
      if (head.number === cursor.block) return this.#reorganize(head);
      return this.#behind(head);
    }
    this.#behindSince = undefined;
    if (cursor !== undefined && !(await this.#isCurrent())) return this.#reorganize(head);
    const next = cursor === undefined ? this.#fromBlock : cursor.block + 1;
    if (next > head.number) return this.#settled(head);
    return next <= head.number - this.#options.liveBlocks
      ? this.#readHistory(next, head, signal)
      : this.#readLive(next, head, signal);
  }

  async #readHistory(from: number, head: Header, signal?: AbortSignal): Promise<Step> {
    const undoFrom = head.number - this.#options.undoDepth + 1;
    for await (const batch of this.#history.read(from, head.number - this.#options.liveBlocks, this.store.cursor)) {
      await this.store.apply(batch, undoFrom);
      this.#reason = `it is at block ${batch.cursor.block} of ${head.number}`;
      await this.#saveStatus();
      if (signal?.aborted === true) break;
    }
    return "advanced";
  }

  async #readLive(from: number, head: Header, signal?: AbortSignal): Promise<Step> {
    let next = this.#live.read(from, this.store.cursor);
    for (let number = from; number <= head.number && signal?.aborted !== true; number++) {
      const batch = await next;
      if (batch === undefined) return this.#reorganize(head);
      // The next block is requested while this one is written.
      if (number < head.number) next = this.#live.read(number + 1, batch.cursor);
      // An error is thrown when it is that block's turn.
      next.catch(() => undefined);
      await this.store.apply(batch, Math.max(number, head.number) - this.#options.undoDepth + 1);
    }
    return this.#settled(head, "advanced");
  }

  /** A node whose last block is before ours lags, or its chain was reverted. */
  async #behind(head: Header): Promise<Step> {
    if (await this.#isReplaced(head)) return this.#reorganize(head);
    const now = Date.now();
    this.#behindSince ??= now;
    const { cursor } = this.store;
    if (now - this.#behindSince < this.#options.lagTolerance) {
      this.#reason = `the node is at block ${head.number}, behind block ${cursor?.block} that is indexed`;
      return "waiting";
    }
    this.#behindSince = undefined;
    return this.#reorganize(head);
  }

  /** Whether another block than that of the node is indexed there. */
  async #isReplaced({ number, hash }: Header): Promise<boolean> {
    if ((await this.store.countBlocks(number)) === 0) return false;
    const indexed = await this.store.blockOfAge(number, 0);
    return indexed.block === number && indexed.hash !== hash;
  }

  async #reorganize(head: Header): Promise<Step> {
    await this.#checkGenesis();
    const before = this.store.cursor?.block ?? 0;
    this.#reason = "the chain was reorganized";
    await this.#saveStatus();
    const ancestor = await commonAncestor(this.store, this.#chain, head.number);
    const isRebuilt = await this.store.rollBack(ancestor);
    this.#reorgs.count++;
    this.#reorgs.deepest = Math.max(this.#reorgs.deepest, before - (ancestor?.block ?? this.#fromBlock - 1));
    if (isRebuilt) this.#reorgs.rebuilds++;
    return "reorganized";
  }

  /** @throws DatabaseError when the node is on another chain with the same id: a local chain that was started anew */
  async #checkGenesis(): Promise<void> {
    const { hash } = await this.#chain.header(0);
    if (hash === this.#genesisHash) return;
    this.#reason = `the node is on another chain, which begins with block ${hash}, not ${this.#genesisHash}`;
    await this.#saveStatus();
    throw new DatabaseError(`${this.store.database.name} is not an index of this chain: ${this.#reason}`);
  }

  async #isCurrent(): Promise<boolean> {
    const { cursor } = this.store;
    if (cursor === undefined) return true;
    return (await this.#chain.header(cursor.block)).hash === cursor.hash;
  }

  #settled(head: Header, step: Step = "waiting"): Step {
    this.#behindSince = undefined;
    const block = this.store.cursor?.block ?? this.#fromBlock - 1;
    const isNear = head.number - block <= READY_DISTANCE;
    this.#reason = isNear ? undefined : `it is at block ${block} of ${head.number}`;
    return step;
  }

  /** Other processes read it from the database. Unchanged, it is written now and then, to show that this one lives. */
  async #saveStatus(): Promise<void> {
    const { status } = this;
    const text = JSON.stringify(status);
    const now = Date.now();
    if (text === this.#saved.text && now - this.#saved.at < STATUS_INTERVAL) return;
    this.#saved = { text, at: now };
    await writeMeta(this.store.database, "status", { ...status, savedAt: Math.floor(now / 1000) });
  }
}

/** Whether asking again may help; anything else is a fault of ours or of the database. */
function isOfNode(error: unknown): boolean {
  if (error instanceof HandlerError) return error.cause instanceof MissingLogsError;
  if (error instanceof BlockUnknownError || error instanceof InconsistentNodeError) return true;
  if (!(error instanceof Error) || !("code" in error)) return false;
  const { code } = error;
  return typeof code === "number" || NODE_CODES.has(String(code));
}

/** Codes of ethers and of Node.js for requests that failed. */
const NODE_CODES = new Set([
  ...["SERVER_ERROR", "TIMEOUT", "NETWORK_ERROR", "UNKNOWN_ERROR", "BAD_DATA", "UNSUPPORTED_OPERATION"],
  ...["CALL_EXCEPTION", "ECONNREFUSED", "ECONNRESET", "EPIPE", "ENOTFOUND", "ETIMEDOUT", "UND_ERR_SOCKET"],
]);
