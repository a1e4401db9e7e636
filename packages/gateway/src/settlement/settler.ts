import { setTimeout as sleep } from "node:timers/promises";
import {
  TransactionManager,
  type Follower,
  type JournaledSubmission,
  type SignedTransaction,
  type Submission,
} from "@servicecoin/tx";
import { isTransactionError } from "@servicecoin/tx/internal";
import { Batcher } from "./batcher.js";
import { Capacity } from "./capacity.js";
import type { SettlementChain } from "./chain.js";
import { asSettlementError, SettlementError } from "./errors.js";
import { JOURNAL_FORMAT, memoryOf } from "./journalFormat.js";
import { outcomesOf } from "./outcomes.js";
import { isSame, keyOf, type FinalOutcome, type Outcome, type Payment, type ResolvedOutcome } from "./payment.js";
import { MAX_BATCH } from "./paymentBatch.js";
import { PendingPayment } from "./pendingPayment.js";
import { SettledPayments } from "./settledPayments.js";
import type { SettlementListener, SettlerLoad, SettlerOptions } from "./settlerTypes.js";

/** Seconds between two evictions of expired settled payments. */
const EVICTION_INTERVAL = 60n;

/** A batch of payments, as the journal keeps it. */
type Batch = JournaledSubmission<readonly Payment[]>;
type SentBatch = Submission<readonly Payment[], readonly FinalOutcome[]>;
type BatchFollower = Follower<readonly Payment[], readonly FinalOutcome[]>;
type Manager = TransactionManager<readonly Payment[], readonly FinalOutcome[]>;

/** Settles payments in batches, each exactly once even if the process crashes. */
export class Settler {
  /** Payments in flight, by key. */
  private readonly pending = new Map<string, PendingPayment>();
  private readonly settled = new SettledPayments();
  /** Unix time in seconds of the last eviction. */
  private evictedAt = secondsNow();
  private readonly capacity: Capacity;
  private readonly batcher: Batcher<PendingPayment>;
  private manager!: Manager;
  /** Ends the waiting of callers on shutdown. */
  private readonly stopped = Promise.withResolvers<undefined>();
  /** Batches in the background, from their broadcast to their outcomes. */
  private readonly tasks = new Set<Promise<void>>();
  private shutdown: Promise<void> | undefined;

  private constructor(
    private readonly chain: SettlementChain,
    private readonly options: SettlerOptions,
    private readonly listener: SettlementListener,
  ) {
    this.capacity = new Capacity(options.capacity);
    this.batcher = new Batcher(options, (payments) => {
      this.background(this.deliver(payments));
    });
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
    const settler = new Settler(chain, options, listener);
    await settler.open(path);
    return settler;
  }

  private async open(path: string): Promise<void> {
    const { chain, options, settled } = this;
    const { poll, resend, answerWithin } = options;
    const parts = {
      ...{ chain, journal: path, ...JOURNAL_FORMAT, memory: memoryOf(settled, secondsNow) },
      options: { receiptQueryInterval: poll, resubmissionTimeout: resend, networkTimeout: answerWithin },
      follow: (batch: Batch) => this.resume(batch),
      // The chain's clock decides: this machine's may differ.
      isObsolete: async (payments: readonly Payment[]) => {
        const now = await chain.now();
        return payments.every(({ validBefore }) => validBefore <= now);
      },
    };
    this.manager = await TransactionManager.start(parts).catch((error: unknown) => {
      throw asSettlementError(error);
    });
    for (const batch of this.manager.resumed) this.background(untilFinished(batch));
  }

  /** Batches that were in flight at the start. */
  get resumed(): number {
    return this.manager.resumed.length;
  }

  get load(): SettlerLoad {
    return { payments: this.capacity.used, batches: this.manager.inFlight.length, capacity: this.capacity.limit };
  }

  /** The payments that were requested and have no outcome yet; right after the start, those of an earlier run. */
  get inFlight(): Payment[] {
    return [...this.pending.values()].map(({ payment }) => payment);
  }

  /** Why no payment is accepted now; undefined if payments are accepted. */
  get obstacle(): SettlementError | undefined {
    if (this.shutdown) return new SettlementError("Stopping", "The gateway is shutting down.");
    const { fault } = this.manager;
    return fault === undefined ? this.capacity.obstacle : asSettlementError(fault);
  }

  /**
   * Resolves when the journal becomes unwritable. What is on disk is then unknown, so nothing more is sent: end the
   * process, and the next start reads the actual state. Never rejects, and may never resolve.
   */
  get broken(): Promise<SettlementError> {
    return this.manager.broken.then((fault) => asSettlementError(fault));
  }

  /** Checks that the journal can be written. @throws SettlementError `JournalUnwritable` */
  check(): Promise<void> {
    return this.manager.check().catch((error: unknown) => {
      throw asSettlementError(error);
    });
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
    await this.manager.idle();
    const drained = new AbortController();
    const all = Promise.allSettled(this.tasks);
    const limit = sleep(this.options.drain, undefined, { signal: drained.signal }).catch(() => undefined);
    await Promise.race([all, limit]);
    drained.abort();
    this.stopped.resolve(undefined);
    await this.manager.stop();
    await Promise.allSettled(this.tasks);
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
      const batch = await this.send(payments, release);
      if (batch) await untilFinished(batch);
    } finally {
      release();
    }
  }

  /** Sends the payments that were not withdrawn. @param onIncluded Called when a block includes the batch. */
  private async send(payments: PendingPayment[], onIncluded: () => void): Promise<SentBatch | undefined> {
    let active: PendingPayment[] = [];
    const prepare = () => {
      active = payments.filter((pending) => pending.begin());
      return active.length === 0 ? undefined : active.map(({ payment }) => payment);
    };
    try {
      const batch = await this.manager.submitWhenDue(
        prepare,
        this.followerOf(() => active, onIncluded),
      );
      if (batch) this.reportSent(batch, false);
      return batch;
    } catch (error) {
      // Either certainly nothing was sent, or the journal broke: then the next start reads what is on disk.
      const fault = asSettlementError(error);
      const reason = fault instanceof SettlementError ? fault.code : "Unreachable";
      const open = payments.filter((pending) => this.pending.get(keyOf(pending.payment)) === pending);
      if (reason === "Unfit" && open.length > 1) {
        // Retry an oversized batch in halves.
        const half = Math.ceil(open.length / 2);
        await Promise.all([this.deliver(open.slice(0, half)), this.deliver(open.slice(half))]);
      } else {
        const cause = fault instanceof SettlementError && reason !== "Unreachable" ? fault.cause : fault;
        const outcome = { status: "unsent" as const, reason, ...(cause !== undefined && { cause }) };
        for (const pending of open) this.resolve(pending, outcome);
      }
      return undefined;
    }
  }

  /** Follows a batch sent before a restart. It takes its slots even beyond the capacity. */
  private resume(batch: Batch): BatchFollower {
    const payments = batch.purpose.map((payment) => {
      const pending = new PendingPayment(payment, this.capacity.force());
      pending.markSubmitted(latestHashOf(batch));
      this.pending.set(keyOf(payment), pending);
      return pending;
    });
    return this.followerOf(() => payments, this.batcher.hold());
  }

  /**
   * @param payments Returns the payments of the batch, in order.
   * @param onIncluded Called when a block includes the batch, and when its outcomes are known.
   */
  private followerOf(payments: () => readonly PendingPayment[], onIncluded: () => void): BatchFollower {
    const markSubmitted = (batch: Batch) => {
      for (const pending of payments()) pending.markSubmitted(latestHashOf(batch));
    };
    return {
      onIncluded,
      onSubmitted: markSubmitted,
      onReplaced: (batch) => {
        markSubmitted(batch);
        this.reportSent(batch, true);
      },
      conclude: async (batch, ending, signal) => {
        // Reported before it is journaled: until then the batch is open in the journal, and the next start finds the
        // same on the chain.
        const onOutcome = (at: number, outcome: FinalOutcome) => {
          const pending = payments()[at];
          if (pending) this.resolve(pending, resolvedOutcome(outcome));
        };
        const { chain, options } = this;
        const outcomes = await outcomesOf(batch.purpose, ending, { chain, poll: options.poll, signal, onOutcome });
        const settled = outcomes.filter(({ status }) => status === "settled").length;
        const { hash, gasUsed, fee } = ending.mined ?? {};
        const failed = outcomes.length - settled;
        this.listener.onFinished?.({ batch: batch.id, nonce: batch.nonce, hash, settled, failed, gasUsed, fee });
        onIncluded();
        return outcomes;
      },
    };
  }

  private reportSent(batch: Batch | SentBatch, isReplacement: boolean): void {
    const { id, nonce, purpose } = batch;
    this.listener.onSent?.({ batch: id, nonce, hash: latestHashOf(batch), payments: purpose.length, isReplacement });
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

/** Waits for the outcomes of a batch, or for the shutdown. */
async function untilFinished({ finished }: { finished: Promise<unknown> }): Promise<void> {
  await finished.catch((error: unknown) => {
    if (!(isTransactionError(error) && error.code === "Stopping")) throw error;
  });
}

function latestHashOf({ transactions }: { transactions: readonly SignedTransaction[] }): string {
  return transactions.at(-1)?.hash ?? "";
}

function otherPayment(): FinalOutcome {
  return { status: "failed", reason: "OtherPaymentWithNonce" };
}

/** Unix time in seconds, by this machine's clock. */
function secondsNow(): bigint {
  return BigInt(Math.floor(Date.now() / 1000));
}
