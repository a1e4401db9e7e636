import { setTimeout as sleep } from "node:timers/promises";
import { Batcher, type BatcherOptions } from "./batcher.js";
import { Capacity } from "./capacity.js";
import type { SettlementChain } from "./chain.js";
import { SettlementError } from "./errors.js";
import { Journal, latestOf, type JournalState, type SubmittedBatch } from "./journal.js";
import { JournalLock } from "./journalLock.js";
import { isSame, keyOf, type FinalOutcome, type Outcome, type Payment, type ResolvedOutcome } from "./payment.js";
import { MAX_BATCH } from "./paymentBatch.js";
import { PendingPayment } from "./pendingPayment.js";
import { Sender } from "./sender.js";
import type { SettledPayments } from "./settledPayments.js";
import { watch, type WatchOptions } from "./watcher.js";

/** Seconds between two evictions of expired settled payments. */
const EVICTION_INTERVAL = 60n;

/** How the gateway settles. */
export interface SettlerOptions extends BatcherOptions, WatchOptions {
  /** Payments in flight at once. Further ones are rejected. */
  capacity: number;
  /** Milliseconds for which a caller waits for a block before the outcome is "pending". */
  patience: number;
  /**
   * Timeout in milliseconds for each response of the node before a broadcast. Together with `patience` it bounds how
   * long a caller waits.
   */
  answerWithin: number;
  /** Milliseconds for which a shutdown waits for blocks, so that callers learn the outcome of their payments. */
  drain: number;
}

/** What is in flight. */
export interface SettlerLoad {
  /** Payments that were requested and have no outcome yet. */
  payments: number;
  /** Batches without final outcomes. */
  batches: number;
  capacity: number;
}

/** A batch that was broadcast. */
export interface BatchSent {
  /** Number of the batch. */
  batch: number;
  /** Nonce of the gateway's account. */
  nonce: number;
  hash: string;
  /** Number of its payments. */
  payments: number;
  /** Whether it replaces a transaction with lower fees. */
  isReplacement: boolean;
}

/** A batch whose outcomes are known. */
export interface BatchFinished {
  batch: number;
  nonce: number;
  /** The transaction in a block; undefined if a foreign transaction took the nonce. */
  hash: string | undefined;
  settled: number;
  failed: number;
  /** Undefined if no transaction of the batch is in a block. */
  gasUsed: bigint | undefined;
  /** In wei. */
  fee: bigint | undefined;
}

/** A payment that is no longer in flight. */
export interface PaymentEnded {
  status: ResolvedOutcome["status"];
  /** Why it was not settled. */
  reason: string | undefined;
  /** From the request, or from the start of the process, to the outcome. */
  seconds: number;
}

/** Receives events for logs and metrics. Must not throw. */
export interface SettlementListener {
  onSent?(batch: BatchSent): void;
  onFinished?(batch: BatchFinished): void;
  onEnded?(payment: PaymentEnded): void;
}

/** Settles payments in batches, each exactly once even if the process crashes. */
export class Settler {
  /** Payments in flight, by key. */
  private readonly pending = new Map<string, PendingPayment>();
  private readonly settled: SettledPayments;
  /** Unix time in seconds of the last eviction. */
  private evictedAt = secondsNow();
  private readonly capacity: Capacity;
  private readonly batcher: Batcher<PendingPayment>;
  private readonly sender: Sender;
  /** Aborts the watching on shutdown. */
  private readonly stopping = new AbortController();
  /** Ends the waiting of callers on shutdown. */
  private readonly stopped = Promise.withResolvers<undefined>();
  /** Batches in the background, from their broadcast to their outcomes. */
  private readonly tasks = new Set<Promise<void>>();
  private batches = 0;
  private shutdown: Promise<void> | undefined;

  /** Batches that were in flight at the start. */
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
    this.batcher = new Batcher(options, (payments) => {
      this.background(this.deliver(payments));
    });
    const minimumNonce = Math.max(0, ...state.open.map(({ nonce }) => nonce + 1));
    this.sender = new Sender(chain, journal, minimumNonce, state.lastBatch, options.answerWithin);
    this.resumed = state.open.length;
    for (const batch of state.open) this.resume(batch);
  }

  /**
   * Opens the journal and resumes what was in flight. Nothing else may use the journal's account.
   * @param path File of the journal; created if it does not exist.
   * @throws RangeError for a batch of more than `MAX_BATCH`
   * @throws SettlementError `JournalInUse`, `JournalDamaged`, `OtherJournal`
   */
  static async start(
    chain: SettlementChain,
    path: string,
    options: SettlerOptions,
    listener: SettlementListener = {},
  ): Promise<Settler> {
    if (options.max > MAX_BATCH) throw new RangeError(`A batch can have ${MAX_BATCH} payments at most.`);
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

  /** The payments that were requested and have no outcome yet; right after the start, those of an earlier run. */
  get inFlight(): Payment[] {
    return [...this.pending.values()].map(({ payment }) => payment);
  }

  /** Why no payment is accepted now; undefined if payments are accepted. */
  get obstacle(): SettlementError | undefined {
    if (this.shutdown) return new SettlementError("Stopping", "The gateway is shutting down.");
    return this.journal.fault ?? this.capacity.obstacle;
  }

  /**
   * Resolves when the journal becomes unwritable. What is on disk is then unknown, so nothing more is sent: end the
   * process, and the next start reads the actual state. Never rejects, and may never resolve.
   */
  get broken(): Promise<SettlementError> {
    return this.journal.broken;
  }

  /** Checks that the journal can be written. @throws SettlementError `JournalUnwritable` */
  check(): Promise<void> {
    return this.journal.check();
  }

  /**
   * Returns whether this very payment is in flight or settled here. Verification must then be skipped, as it may find
   * the nonce used.
   */
  knows(payment: Payment): boolean {
    const known = this.pending.get(keyOf(payment)) ?? this.settled.get(keyOf(payment));
    return known !== undefined && isSame(known.payment, payment) && known.payment.signature === payment.signature;
  }

  /**
   * Settles a verified payment. A repeated call returns the outcome of the first one and sends nothing.
   * @throws SettlementError `QueueFull`, `Stopping` or `JournalUnwritable`; then nothing is sent
   */
  async settle(payment: Payment): Promise<Outcome> {
    const key = keyOf(payment);
    const settled = this.settled.get(key);
    if (settled) return isSame(settled.payment, payment) ? settled.outcome : otherPayment();
    const pending = this.pending.get(key) ?? this.accept(payment);
    return isSame(pending.payment, payment) ? this.waitFor(pending) : otherPayment();
  }

  /**
   * Accepts no more payments, sends the queued ones, waits briefly for blocks, and leaves the rest to the next start.
   */
  stop(): Promise<void> {
    return (this.shutdown ??= this.shutDown());
  }

  private async shutDown(): Promise<void> {
    this.batcher.flush();
    await this.sender.idle();
    const drained = new AbortController();
    const all = Promise.allSettled(this.tasks);
    const limit = sleep(this.options.drain, undefined, { signal: drained.signal }).catch(() => undefined);
    await Promise.race([all, limit]);
    drained.abort();
    this.stopped.resolve(undefined);
    this.stopping.abort(new SettlementError("Stopping", "The gateway is shutting down."));
    await Promise.allSettled(this.tasks);
    await this.journal.close();
    this.lock.release();
  }

  private accept(payment: Payment): PendingPayment {
    const { obstacle } = this;
    if (obstacle) throw obstacle;
    const pending = new PendingPayment(payment, this.capacity.take());
    this.pending.set(keyOf(payment), pending);
    this.batcher.add(pending);
    return pending;
  }

  private async waitFor(pending: PendingPayment): Promise<Outcome> {
    const patience = Promise.withResolvers<undefined>();
    const timer = setTimeout(() => {
      patience.resolve(undefined);
    }, this.options.patience);
    const resolved = await Promise.race([pending.resolved, patience.promise, this.stopped.promise]);
    clearTimeout(timer);
    if (resolved) return resolved;
    if (pending.withdraw()) {
      const unsent: ResolvedOutcome = { status: "unsent", reason: "NotSent" };
      this.resolve(pending, unsent);
      return unsent;
    }
    const next = await Promise.race([pending.resolved, pending.submitted]);
    return typeof next === "string" ? { status: "pending", hash: pending.transaction ?? next } : next;
  }

  private async deliver(payments: PendingPayment[]): Promise<void> {
    const release = this.batcher.hold();
    try {
      const sent = await this.send(payments);
      if (sent) await this.track(sent.batch, sent.payments, true, release);
    } finally {
      release();
    }
  }

  private async send(
    payments: PendingPayment[],
  ): Promise<{ batch: SubmittedBatch; payments: PendingPayment[] } | undefined> {
    try {
      return await this.sender.send(payments);
    } catch (error) {
      // Either certainly nothing was sent, or the journal broke: then the next start reads what is on disk.
      const reason = error instanceof SettlementError ? error.code : "Unreachable";
      const active = payments.filter((pending) => this.pending.get(keyOf(pending.payment)) === pending);
      if (reason === "Unfit" && active.length > 1) {
        // Retry an oversized batch in halves.
        const half = Math.ceil(active.length / 2);
        await Promise.all([this.deliver(active.slice(0, half)), this.deliver(active.slice(half))]);
      } else {
        const cause = error instanceof SettlementError && reason !== "Unreachable" ? error.cause : error;
        const outcome = { status: "unsent" as const, reason, ...(cause !== undefined && { cause }) };
        for (const pending of active) this.resolve(pending, outcome);
      }
      return undefined;
    }
  }

  /** Resumes a batch sent before a restart. It takes its slots even beyond the capacity. */
  private resume(batch: SubmittedBatch): void {
    const payments = batch.payments.map((payment) => {
      const pending = new PendingPayment(payment, this.capacity.force());
      pending.markSubmitted(latestOf(batch).hash);
      this.pending.set(keyOf(payment), pending);
      return pending;
    });
    this.background(this.track(batch, payments, false, this.batcher.hold()));
  }

  /** Watches a batch until all outcomes are known. @param onIncluded Called when a block includes it. */
  private async track(
    batch: SubmittedBatch,
    payments: PendingPayment[],
    isNew: boolean,
    onIncluded: () => void,
  ): Promise<void> {
    const { chain, journal, options, listener } = this;
    this.batches++;
    const reportSent = (isReplacement: boolean) => {
      const { hash } = latestOf(batch);
      listener.onSent?.({ batch: batch.batch, nonce: batch.nonce, hash, payments: payments.length, isReplacement });
    };
    const onReplaced = () => {
      for (const pending of payments) pending.markSubmitted(latestOf(batch).hash);
      reportSent(true);
    };
    if (isNew) reportSent(false);
    try {
      // Reported before it is journaled: until then the batch is open in the journal, and the next start finds the same
      // on the chain.
      const onOutcome = (at: number, outcome: FinalOutcome) => {
        const pending = payments[at];
        if (pending) this.resolve(pending, resolvedOutcome(outcome));
      };
      const { signal } = this.stopping;
      const context = { chain, journal, options, isNew, signal, onIncluded, onReplaced, onOutcome };
      const { outcomes, mined } = await watch(batch, context);
      const settled = outcomes.filter(({ status }) => status === "settled").length;
      const { hash, gasUsed, fee } = mined ?? {};
      const failed = outcomes.length - settled;
      listener.onFinished?.({ batch: batch.batch, nonce: batch.nonce, hash, settled, failed, gasUsed, fee });
      await journal.done(batch.batch, outcomes).catch(() => undefined);
    } catch (error) {
      if (!this.stopping.signal.aborted) throw error;
    } finally {
      this.batches--;
      onIncluded();
    }
  }

  /** Ends a payment. One that was not settled is dropped, so that it can be retried. */
  private resolve(pending: PendingPayment, outcome: ResolvedOutcome): void {
    const { payment } = pending;
    if (outcome.status === "settled") this.settled.add({ payment, outcome });
    // After a withdrawal, the same payment may be pending again.
    if (this.pending.get(keyOf(payment)) === pending) this.pending.delete(keyOf(payment));
    pending.resolve(outcome);
    const seconds = performance.now() / 1000 - pending.requestedAt;
    const reason = outcome.status === "settled" ? undefined : outcome.reason;
    this.listener.onEnded?.({ status: outcome.status, reason, seconds });
    this.evictExpired(secondsNow());
  }

  private evictExpired(now: bigint): void {
    if (now < this.evictedAt + EVICTION_INTERVAL) return;
    this.evictedAt = now;
    this.settled.evictExpired(now);
  }

  private background(task: Promise<void>): void {
    this.tasks.add(task);
    void task.finally(() => this.tasks.delete(task));
  }
}

/** A payment displaced by a foreign transaction that would still succeed counts as unsent: it may be retried. */
function resolvedOutcome(outcome: FinalOutcome): ResolvedOutcome {
  const isDisplaced = outcome.status === "failed" && outcome.hash === undefined && outcome.reason === "NotMade";
  return isDisplaced ? { status: "unsent", reason: "NotSent" } : outcome;
}

function otherPayment(): FinalOutcome {
  return { status: "failed", reason: "OtherPaymentWithNonce" };
}

/** Unix time in seconds, by this machine's clock. */
function secondsNow(): bigint {
  return BigInt(Math.floor(Date.now() / 1000));
}
