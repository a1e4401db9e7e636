import { Batcher, type BatcherOptions } from "./batcher.js";
import { Capacity } from "./capacity.js";
import type { SettlementChain } from "./chain.js";
import { deferred } from "./deferred.js";
import { Entry } from "./entry.js";
import { SettlementError } from "./errors.js";
import { Journal, type Finished, type JournalState, type SentBatch } from "./journal.js";
import { isSame, keyOf, type FinalOutcome, type Outcome, type Payment } from "./payment.js";
import { Sender } from "./sender.js";
import { watch, type WatchOptions } from "./watcher.js";

/** Settled payments that are remembered at most: a payer may sign for all times. */
const REMEMBERED = 50_000;

/** How the gateway settles. */
export interface SettlerOptions extends BatcherOptions, WatchOptions {
  /** Payments under way at once; more are refused. */
  capacity: number;
  /** Milliseconds that a caller waits for a block before the answer is "pending". */
  patience: number;
}

/** What is under way. */
export interface SettlerLoad {
  /** Payments that were asked for and have no outcome yet. */
  payments: number;
  /** Transactions that no block has yet. */
  batches: number;
  capacity: number;
}

/** Settles payments in batches, each once, whatever happens to this process. */
export class Settler {
  /** Payments under way, by their keys. */
  private readonly entries = new Map<string, Entry>();
  private readonly settled: Map<string, Finished>;
  private readonly capacity: Capacity;
  private readonly batcher: Batcher<Entry>;
  private readonly sender: Sender;
  private readonly stopping = new AbortController();
  /** Ends the waiting of callers when the gateway stops. */
  private readonly stopped = deferred<undefined>();
  /** What runs in the background: batches from their sending to their outcomes. */
  private readonly tasks = new Set<Promise<void>>();
  private batches = 0;

  private constructor(
    private readonly chain: SettlementChain,
    private readonly journal: Journal,
    state: JournalState,
    private readonly options: SettlerOptions,
  ) {
    this.settled = state.settled;
    this.capacity = new Capacity(options.capacity);
    this.batcher = new Batcher(options, (entries) => {
      this.background(this.deliver(entries));
    });
    const floor = Math.max(0, ...state.open.map(({ nonce }) => nonce + 1));
    this.sender = new Sender(chain, journal, floor, state.lastBatch);
    for (const batch of state.open) this.resume(batch);
  }

  /**
   * Opens the journal and takes up what was under way. One process at a time may use a journal, and the account that it is about.
   * @param path File of the journal; made when there is none.
   * @throws SettlementError `JournalDamaged`
   */
  static async start(chain: SettlementChain, path: string, options: SettlerOptions): Promise<Settler> {
    const { journal, state } = await Journal.open(path, BigInt(Math.floor(Date.now() / 1000)));
    return new Settler(chain, journal, state, options);
  }

  get load(): SettlerLoad {
    return { payments: this.capacity.used, batches: this.batches, capacity: this.capacity.limit };
  }

  /** Whether this very payment is under way or was settled here: then it needs no verification, which would find its nonce used. */
  knows(payment: Payment): boolean {
    const known = this.entries.get(keyOf(payment)) ?? this.settled.get(keyOf(payment));
    return known !== undefined && isSame(known.payment, payment) && known.payment.signature === payment.signature;
  }

  /**
   * Settles a verified payment. Asked again, it answers what became of the first time, and sends nothing.
   * @throws SettlementError `QueueFull` or `Stopping`; then nothing is sent.
   */
  async settle(payment: Payment): Promise<Outcome> {
    const key = keyOf(payment);
    const before = this.settled.get(key);
    if (before) return isSame(before.payment, payment) ? before.outcome : otherPayment();
    const entry = this.entries.get(key) ?? this.enter(payment);
    return isSame(entry.payment, payment) ? this.answer(entry) : otherPayment();
  }

  /** Takes nothing more, sends what waits, and leaves the rest to the next start. */
  async stop(): Promise<void> {
    if (this.stopping.signal.aborted) return;
    this.batcher.flush();
    this.stopping.abort(new SettlementError("Stopping", "The gateway stops."));
    this.stopped.resolve(undefined);
    await Promise.allSettled(this.tasks);
    await this.sender.idle();
    await this.journal.close();
  }

  private enter(payment: Payment): Entry {
    this.stopping.signal.throwIfAborted();
    const entry = new Entry(payment, this.capacity.take());
    this.entries.set(keyOf(payment), entry);
    this.batcher.add(entry);
    return entry;
  }

  private async answer(entry: Entry): Promise<Outcome> {
    const patience = deferred<undefined>();
    const timer = setTimeout(() => {
      patience.resolve(undefined);
    }, this.options.patience);
    const outcome = await Promise.race([entry.done, patience.promise, this.stopped.promise]);
    clearTimeout(timer);
    if (outcome) return outcome;
    if (entry.withdraw()) {
      const failed: FinalOutcome = { status: "failed", reason: "NotSent" };
      this.finish([entry], [failed]);
      return failed;
    }
    const sent = await Promise.race([entry.done, entry.sent]);
    return typeof sent === "string" ? { status: "pending", hash: sent } : sent;
  }

  private async deliver(entries: Entry[]): Promise<void> {
    try {
      const sent = await this.sender.send(entries);
      if (sent) await this.follow(sent.batch, sent.entries, true);
    } catch (error) {
      // Only what was certainly not sent comes here.
      const reason = error instanceof SettlementError ? error.code : "Unreachable";
      const live = entries.filter(
        (entry) => entry.transaction === undefined && this.entries.get(keyOf(entry.payment)) === entry,
      );
      this.finish(
        live,
        live.map(() => ({ status: "failed", reason })),
      );
    }
  }

  /** What was sent before a restart cannot be refused, however full the gateway is. */
  private resume(batch: SentBatch): void {
    const entries = batch.payments.map((payment) => {
      const entry = new Entry(payment, this.capacity.force());
      entry.markSent(batch.hash);
      this.entries.set(keyOf(payment), entry);
      return entry;
    });
    this.background(this.follow(batch, entries, false));
  }

  private async follow(batch: SentBatch, entries: Entry[], isNew: boolean): Promise<void> {
    this.batches++;
    try {
      const outcomes = await watch(this.chain, batch, this.options, isNew, this.stopping.signal);
      // A journal that cannot be written must not hold back the truth: the next start finds it on the chain again.
      await this.journal.done(batch.batch, outcomes).catch(() => undefined);
      this.finish(entries, outcomes);
    } catch (error) {
      if (!this.stopping.signal.aborted) throw error;
    } finally {
      this.batches--;
    }
  }

  /** A failed payment is forgotten, so that it can be tried again. */
  private finish(entries: readonly Entry[], outcomes: readonly FinalOutcome[]): void {
    for (const [at, entry] of entries.entries()) {
      const key = keyOf(entry.payment);
      const outcome = outcomes[at];
      if (outcome.status === "settled") this.settled.set(key, { payment: entry.payment, outcome });
      this.entries.delete(key);
      entry.finish(outcome);
    }
    this.forget(BigInt(Math.floor(Date.now() / 1000)));
  }

  /**
   * Settled payments that are no longer valid need no memory: the chain refuses them by their time. Of the others the last are kept: of
   * what is forgotten the answer will be that its nonce is used.
   * @param now Seconds since 1970.
   */
  private forget(now: bigint): void {
    for (const [key, { payment }] of this.settled) {
      // Most are settled in the order in which they end: the first that still counts ends the search.
      if (payment.validBefore > now && this.settled.size <= REMEMBERED) return;
      this.settled.delete(key);
    }
  }

  private background(task: Promise<void>): void {
    this.tasks.add(task);
    void task.finally(() => this.tasks.delete(task));
  }
}

function otherPayment(): FinalOutcome {
  return { status: "failed", reason: "OtherPaymentWithNonce" };
}
