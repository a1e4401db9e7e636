import { setTimeout as sleep } from "node:timers/promises";
import { Batcher, type BatcherOptions } from "./batcher.js";
import { Capacity } from "./capacity.js";
import type { SettlementChain } from "./chain.js";
import { deferred } from "./deferred.js";
import { Entry, type Ending } from "./entry.js";
import { SettlementError } from "./errors.js";
import type { SettlementListener } from "./events.js";
import { Journal, lastOf, type JournalState, type SentBatch } from "./journal.js";
import { JournalLock } from "./journalLock.js";
import { isSame, keyOf, type FinalOutcome, type Outcome, type Payment } from "./payment.js";
import { MAX_BATCH } from "./paymentBatch.js";
import type { Remembered } from "./remembered.js";
import { Sender } from "./sender.js";
import { watch, type WatchOptions } from "./watcher.js";

/** Seconds after which settled payments that are no longer valid are looked for again. */
const FORGET_EVERY = 60n;

/** How the gateway settles. */
export interface SettlerOptions extends BatcherOptions, WatchOptions {
  /** Payments under way at once; more are refused. */
  capacity: number;
  /** Milliseconds that a caller waits for a block before the answer is "pending". */
  patience: number;
  /** Milliseconds that the node has for each answer before a transaction is sent. With `patience` they bound how long a caller waits. */
  answerWithin: number;
  /** Milliseconds that stopping waits for blocks, so that those who ask learn what became of their payments. */
  drain: number;
}

/** What is under way. */
export interface SettlerLoad {
  /** Payments that were asked for and have no outcome yet. */
  payments: number;
  /** Transactions whose outcomes do not stay yet. */
  batches: number;
  capacity: number;
}

/** Settles payments in batches, each once, whatever happens to this process. */
export class Settler {
  /** Payments under way, by their keys. */
  private readonly entries = new Map<string, Entry>();
  private readonly settled: Remembered;
  /** Seconds since 1970 when those that are no longer valid were forgotten. */
  private forgotAt = secondsNow();
  private readonly capacity: Capacity;
  private readonly batcher: Batcher<Entry>;
  private readonly sender: Sender;
  /** Ends the watching when the gateway stops. */
  private readonly stopping = new AbortController();
  /** Ends the waiting of callers when the gateway stops. */
  private readonly stopped = deferred<undefined>();
  /** What runs in the background: batches from their sending to their outcomes. */
  private readonly tasks = new Set<Promise<void>>();
  private batches = 0;
  private ending: Promise<void> | undefined;

  /** Batches that were on their way at the start. */
  readonly resumed: number;

  private constructor(
    private readonly chain: SettlementChain,
    private readonly journal: Journal,
    private readonly lock: JournalLock,
    state: JournalState,
    private readonly options: SettlerOptions,
    private readonly listener: SettlementListener,
  ) {
    this.settled = state.settled;
    this.capacity = new Capacity(options.capacity);
    this.batcher = new Batcher(options, (entries) => {
      this.background(this.deliver(entries));
    });
    const floor = Math.max(0, ...state.open.map(({ nonce }) => nonce + 1));
    this.sender = new Sender(chain, journal, floor, state.lastBatch, options.answerWithin);
    this.resumed = state.open.length;
    for (const batch of state.open) this.resume(batch);
  }

  /**
   * Opens the journal and takes up what was under way. The account that it is about must be used by nothing else.
   * @param path File of the journal; made when there is none.
   * @throws RangeError for more than `MAX_BATCH` in a batch
   * @throws SettlementError `JournalInUse`, `JournalDamaged`, `OtherJournal`
   */
  static async start(
    chain: SettlementChain,
    path: string,
    options: SettlerOptions,
    listener: SettlementListener = {},
  ): Promise<Settler> {
    if (options.max > MAX_BATCH) throw new RangeError(`A batch holds ${MAX_BATCH} payments at most.`);
    const lock = JournalLock.take(path);
    try {
      const { journal, state } = await Journal.open(path, secondsNow(), chain.identity);
      return new Settler(chain, journal, lock, state, options, listener);
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  get load(): SettlerLoad {
    return { payments: this.capacity.used, batches: this.batches, capacity: this.capacity.limit };
  }

  /** Why no payment would be taken now, if so. */
  get obstacle(): SettlementError | undefined {
    if (this.ending) return new SettlementError("Stopping", "The gateway stops.");
    return this.journal.fault ?? this.capacity.obstacle;
  }

  /**
   * The fault of a journal that can no longer be written. What is on the disk is then unknown, so nothing more is sent: end the process,
   * and the next start reads the truth. Never fails; may never come.
   */
  get broken(): Promise<SettlementError> {
    return this.journal.broken;
  }

  /** Asks the disk whether it takes what is written. @throws SettlementError `JournalUnwritable` */
  check(): Promise<void> {
    return this.journal.check();
  }

  /** Whether this very payment is under way or was settled here: then it needs no verification, which would find its nonce used. */
  knows(payment: Payment): boolean {
    const known = this.entries.get(keyOf(payment)) ?? this.settled.get(keyOf(payment));
    return known !== undefined && isSame(known.payment, payment) && known.payment.signature === payment.signature;
  }

  /**
   * Settles a verified payment. Asked again, it answers what became of the first time, and sends nothing.
   * @throws SettlementError `QueueFull`, `Stopping` or `JournalUnwritable`; then nothing is sent.
   */
  async settle(payment: Payment): Promise<Outcome> {
    const key = keyOf(payment);
    const before = this.settled.get(key);
    if (before) return isSame(before.payment, payment) ? before.outcome : otherPayment();
    const entry = this.entries.get(key) ?? this.enter(payment);
    return isSame(entry.payment, payment) ? this.answer(entry) : otherPayment();
  }

  /** Takes nothing more, sends what waits, waits a little for blocks, and leaves the rest to the next start. */
  stop(): Promise<void> {
    return (this.ending ??= this.end());
  }

  private async end(): Promise<void> {
    this.batcher.flush();
    await this.sender.idle();
    const drained = new AbortController();
    const all = Promise.allSettled(this.tasks);
    const limit = sleep(this.options.drain, undefined, { signal: drained.signal }).catch(() => undefined);
    await Promise.race([all, limit]);
    drained.abort();
    this.stopped.resolve(undefined);
    this.stopping.abort(new SettlementError("Stopping", "The gateway stops."));
    await Promise.allSettled(this.tasks);
    await this.journal.close();
    this.lock.release();
  }

  private enter(payment: Payment): Entry {
    const { obstacle } = this;
    if (obstacle) throw obstacle;
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
    const ending = await Promise.race([entry.done, patience.promise, this.stopped.promise]);
    clearTimeout(timer);
    if (ending) return ending;
    if (entry.withdraw()) {
      const unsent: Ending = { status: "unsent", reason: "NotSent" };
      this.finish(entry, unsent);
      return unsent;
    }
    const sent = await Promise.race([entry.done, entry.sent]);
    return typeof sent === "string" ? { status: "pending", hash: entry.transaction ?? sent } : sent;
  }

  private async deliver(entries: Entry[]): Promise<void> {
    const release = this.batcher.hold();
    try {
      const sent = await this.send(entries);
      if (sent) await this.follow(sent.batch, sent.entries, true, release);
    } finally {
      release();
    }
  }

  private async send(entries: Entry[]): Promise<{ batch: SentBatch; entries: Entry[] } | undefined> {
    try {
      return await this.sender.send(entries);
    } catch (error) {
      // Only what was certainly not sent comes here, and what a journal that broke may have on the disk: the next start reads it.
      const reason = error instanceof SettlementError ? error.code : "Unreachable";
      const live = entries.filter((entry) => this.entries.get(keyOf(entry.payment)) === entry);
      if (reason === "Unfit" && live.length > 1) {
        // What is too much together may do in halves.
        const half = Math.ceil(live.length / 2);
        await Promise.all([this.deliver(live.slice(0, half)), this.deliver(live.slice(half))]);
      } else for (const entry of live) this.finish(entry, { status: "unsent", reason });
      return undefined;
    }
  }

  /** What was sent before a restart cannot be refused, however full the gateway is. */
  private resume(batch: SentBatch): void {
    const entries = batch.payments.map((payment) => {
      const entry = new Entry(payment, this.capacity.force());
      entry.markSent(lastOf(batch).hash);
      this.entries.set(keyOf(payment), entry);
      return entry;
    });
    this.background(this.follow(batch, entries, false, this.batcher.hold()));
  }

  /** @param onMined Told when a block has it. */
  private async follow(batch: SentBatch, entries: Entry[], isNew: boolean, onMined: () => void): Promise<void> {
    const { chain, journal, options, listener } = this;
    this.batches++;
    const tell = (isReplacement: boolean) => {
      const { hash } = lastOf(batch);
      listener.onSent?.({ batch: batch.batch, nonce: batch.nonce, hash, payments: entries.length, isReplacement });
    };
    const onReplaced = () => {
      for (const entry of entries) entry.markSent(lastOf(batch).hash);
      tell(true);
    };
    if (isNew) tell(false);
    try {
      // Told before it is written: the batch is open in the journal until then, and the next start finds the same on the chain.
      const onKnown = (at: number, outcome: FinalOutcome) => {
        this.finish(entries[at], endingOf(outcome));
      };
      const { signal } = this.stopping;
      const parts = { chain, journal, options, isNew, signal, onMined, onReplaced, onKnown };
      const { outcomes, mined } = await watch(batch, parts);
      const settled = outcomes.filter(({ status }) => status === "settled").length;
      const { hash, gasUsed, fee } = mined ?? {};
      const failed = outcomes.length - settled;
      listener.onFinished?.({ batch: batch.batch, nonce: batch.nonce, hash, settled, failed, gasUsed, fee });
      await journal.done(batch.batch, outcomes).catch(() => undefined);
    } catch (error) {
      if (!this.stopping.signal.aborted) throw error;
    } finally {
      this.batches--;
      onMined();
    }
  }

  /** A payment that was not settled is forgotten, so that it can be tried again. */
  private finish(entry: Entry, ending: Ending): void {
    const { payment } = entry;
    if (ending.status === "settled") this.settled.add({ payment, outcome: ending });
    // A later entry of the same payment, which was withdrawn before, has another.
    if (this.entries.get(keyOf(payment)) === entry) this.entries.delete(keyOf(payment));
    entry.finish(ending);
    const seconds = performance.now() / 1000 - entry.askedAt;
    const reason = ending.status === "settled" ? undefined : ending.reason;
    this.listener.onEnded?.({ status: ending.status, reason, seconds });
    this.forget(secondsNow());
  }

  private forget(now: bigint): void {
    if (now < this.forgotAt + FORGET_EVERY) return;
    this.forgotAt = now;
    this.settled.forget(now);
  }

  private background(task: Promise<void>): void {
    this.tasks.add(task);
    void task.finally(() => this.tasks.delete(task));
  }
}

/** What another transaction pushed out, and nothing speaks against, was not sent after all: it may be asked for again. */
function endingOf(outcome: FinalOutcome): Ending {
  const isPushedOut = outcome.status === "failed" && outcome.hash === undefined && outcome.reason === "NotMade";
  return isPushedOut ? { status: "unsent", reason: "NotSent" } : outcome;
}

function otherPayment(): FinalOutcome {
  return { status: "failed", reason: "OtherPaymentWithNonce" };
}

/** Since 1970, by this machine's clock. */
function secondsNow(): bigint {
  return BigInt(Math.floor(Date.now() / 1000));
}
