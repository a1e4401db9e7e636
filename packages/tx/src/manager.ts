import { setTimeout as sleep } from "node:timers/promises";
import type { SignedTransaction, TransactionChain } from "./chain.js";
import { TransactionError } from "./errors.js";
import { Journal, type JournalFormat, type JournalState, type Memory } from "./journal.js";
import { JournalLock } from "./journalLock.js";
import { Sender } from "./sender.js";
import { latestOf, type JournaledSubmission } from "./submission.js";
import { watch, type Ending, type WatchOptions } from "./watcher.js";

/** A transaction in flight, and what it is for. */
export class Submission<Purpose, Result> {
  /**
   * Resolves when its end is known and in the journal, unless that cannot be written any more. Rejects with `Stopping`
   * if the manager stops before; then the next start resumes it.
   */
  readonly finished: Promise<Result>;

  /** @internal */
  constructor(
    private readonly journaled: JournaledSubmission<Purpose>,
    finished: Promise<Result>,
  ) {
    this.finished = finished;
  }

  /** Number of the submission, starting at 1. */
  get id(): number {
    return this.journaled.id;
  }

  /** Nonce of the account. */
  get nonce(): number {
    return this.journaled.nonce;
  }

  get purpose(): Purpose {
    return this.journaled.purpose;
  }

  /** Hash of the latest transaction, which has the highest fees. */
  get hash(): string {
    return latestOf(this.journaled).hash;
  }

  /** The transaction and its replacements. A block can include any one of them. */
  get transactions(): readonly SignedTransaction[] {
    return this.journaled.transactions;
  }
}

/** Follows one submission. The callbacks must not throw. */
export interface Follower<Purpose, Result> {
  /**
   * The transaction is in the journal and about to be broadcast. Called again if the node rejects it and it is signed
   * once more, but not for a resumed submission.
   */
  onSubmitted?(submission: JournaledSubmission<Purpose>): void;
  /** A block includes it, which may still be reorganized away. May be called more than once. */
  onIncluded?(submission: JournaledSubmission<Purpose>): void;
  /** A replacement is in the journal and about to be broadcast. */
  onReplaced?(submission: JournaledSubmission<Purpose>): void;
  /**
   * Determines the result once the nonce is used. The submission stays in flight until it resolves. It is called again
   * at the next start if the process ends before the result is in the journal. `outcomeOf` suffices where the receipt
   * tells everything.
   * @param signal Aborted when the manager stops. Reject with its reason then.
   */
  conclude(submission: JournaledSubmission<Purpose>, ending: Ending, signal: AbortSignal): Promise<Result>;
}

/** How a manager sends. Durations are in milliseconds. */
export interface ManagerOptions extends WatchOptions {
  /** Timeout for each response of the node before a broadcast: later submissions wait for it. */
  networkTimeout: number;
}

/** What suits a public chain. */
const DEFAULT_OPTIONS: ManagerOptions = {
  receiptQueryInterval: 500,
  resubmissionTimeout: 15_000,
  networkTimeout: 10_000,
};

/** What a manager needs. */
export interface ManagerParts<Purpose, Result> extends JournalFormat<Purpose, Result> {
  chain: TransactionChain<Purpose>;
  /** File of the journal; created if it does not exist. Its folder must exist. */
  journal: string;
  /** Default: queries each half second, resubmissions after 15 seconds, and 10 seconds for a response. */
  options?: Partial<ManagerOptions> | undefined;
  /** Returns the follower of a submission that an earlier run left in flight, or that was submitted without one. */
  follow: (submission: JournaledSubmission<Purpose>) => Follower<Purpose, Result>;
  /**
   * Returns the pieces of work that a transaction does. While one of them is in flight, no other transaction is
   * submitted for it. Default: none, then callers must keep track themselves.
   */
  keysOf?: ((purpose: Purpose) => readonly string[]) | undefined;
  /**
   * Whether no block can do the work any more. The transaction is then replaced with an empty one at the next
   * resubmission. Default: never.
   */
  isObsolete?: ((purpose: Purpose) => Promise<boolean>) | undefined;
  memory?: Memory<Purpose, Result> | undefined;
}

/** Sends the transactions of one account, each exactly once even if the process is killed. */
export class TransactionManager<Purpose, Result> {
  private readonly options: ManagerOptions;
  private readonly sender: Sender<Purpose>;
  /** Aborts the watching on shutdown. */
  private readonly stopping = new AbortController();
  private readonly submissions = new Map<number, Submission<Purpose, Result>>();
  /** Pieces of work in flight, or about to be. */
  private readonly keys = new Set<string>();
  private isClosing = false;
  private shutdown: Promise<void> | undefined;

  /** Submissions that an earlier run left in flight. */
  readonly resumed: readonly Submission<Purpose, Result>[];

  private constructor(
    private readonly parts: ManagerParts<Purpose, Result>,
    private readonly journal: Journal<Purpose, Result>,
    private readonly lock: JournalLock,
    { open, lastId }: JournalState<Purpose>,
  ) {
    const minimumNonce = Math.max(0, ...open.map(({ nonce }) => nonce + 1));
    this.options = { ...DEFAULT_OPTIONS, ...parts.options };
    const { networkTimeout: timeout } = this.options;
    this.sender = new Sender(parts.chain, journal, { minimumNonce, lastId, timeout });
    this.resumed = open.map((submission) => {
      for (const key of this.keysOf(submission.purpose)) this.keys.add(key);
      return this.track(submission, parts.follow(submission), false);
    });
  }

  /**
   * Opens the journal and resumes what was in flight. Nothing else may use the account of the chain.
   * @throws TransactionError `JournalInUse`, `JournalDamaged`, `OtherJournal`
   *
   * @example
   * ```ts
   * const manager = await TransactionManager.start({
   *   chain: new EthersChain({ provider, signer, sender, chainId, encode: ({ to, data }) => ({ to, data }) }),
   *   journal: "data/journal.jsonl",
   *   purpose: schemaFormat(z.object({ to: z.string(), data: z.string() })),
   *   result: outcomeFormat,
   *   follow: () => ({ conclude: (_submission, ending) => Promise.resolve(outcomeOf(ending)) }),
   * });
   * const submission = await manager.submit({ to, data });
   * const { status } = await submission.finished;
   * ```
   */
  static async start<Purpose, Result>(
    parts: ManagerParts<Purpose, Result>,
  ): Promise<TransactionManager<Purpose, Result>> {
    const { chain, journal: path, purpose, result, upgrade, memory } = parts;
    const lock = JournalLock.take(path);
    try {
      const { identity } = chain;
      const { journal, state } = await Journal.open(path, {
        identity,
        format: { purpose, result, upgrade },
        memory,
      });
      return new TransactionManager(parts, journal, lock, state);
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  /** Submissions whose end is not in the journal, in order. */
  get inFlight(): readonly Submission<Purpose, Result>[] {
    return [...this.submissions.values()];
  }

  /** Whether a transaction for this piece of work is in flight or about to be. */
  isInFlight(key: string): boolean {
    return this.keys.has(key);
  }

  /** The error that makes the journal unwritable; undefined while it works. */
  get fault(): TransactionError | undefined {
    return this.journal.fault;
  }

  /**
   * Resolves when the journal becomes unwritable. What is on disk is then unknown, so nothing more is sent: end the
   * process, and the next start reads the actual state. Never rejects, and may never resolve.
   */
  get broken(): Promise<TransactionError> {
    return this.journal.broken;
  }

  /** Checks that the journal can be written. @throws TransactionError `JournalUnwritable` */
  check(): Promise<void> {
    return this.journal.check();
  }

  /**
   * Signs, journals and broadcasts the transaction for a purpose.
   * @param follower Default: `follow` returns it.
   * @throws TransactionError `InFlight`, `FeesTooHigh`, `Refused`, `Unfit`, `Unreachable`, `JournalUnwritable` or
   * `Stopping`, or the error of the chain: then it is certain that nothing was sent. After `JournalUnwritable` the next
   * start may send it, if the disk has it.
   */
  async submit(purpose: Purpose, follower?: Follower<Purpose, Result>): Promise<Submission<Purpose, Result>> {
    const submission = await this.submitWhenDue(() => purpose, follower);
    if (submission === undefined) throw new RangeError("A purpose must not be undefined.");
    return submission;
  }

  /**
   * As `submit`, for a purpose that is determined only when its turn comes.
   * @param prepare Returns undefined to send nothing.
   * @returns Undefined if nothing was sent.
   */
  async submitWhenDue(
    prepare: () => Purpose | undefined,
    follower?: Follower<Purpose, Result>,
  ): Promise<Submission<Purpose, Result> | undefined> {
    let keys: readonly string[] = [];
    let following = follower;
    try {
      const submission = await this.sender.send(
        () => {
          if (this.isClosing) throw stoppingError();
          const purpose = prepare();
          if (purpose !== undefined) keys = this.reserve(this.keysOf(purpose));
          return purpose;
        },
        (submitted) => {
          following ??= this.parts.follow(submitted);
          following.onSubmitted?.(submitted);
        },
      );
      return submission && following && this.track(submission, following, true);
    } catch (error) {
      this.release(keys);
      throw error;
    }
  }

  /** Waits until nothing is being signed or broadcast. */
  idle(): Promise<void> {
    return this.sender.idle();
  }

  /**
   * Sends nothing more, waits for ends, leaves the rest to the next start, and releases the journal.
   * @param drain Milliseconds for which it waits at most. Default: 0.
   */
  stop({ drain = 0 }: { drain?: number } = {}): Promise<void> {
    return (this.shutdown ??= this.shutDown(drain));
  }

  private async shutDown(drain: number): Promise<void> {
    this.isClosing = true;
    await this.sender.idle();
    const ends = () => Promise.allSettled(this.inFlight.map(({ finished }) => finished));
    const drained = new AbortController();
    const limit = sleep(drain, undefined, { signal: drained.signal }).catch(() => undefined);
    await Promise.race([ends(), limit]);
    drained.abort();
    this.stopping.abort(stoppingError());
    await ends();
    await this.journal.close();
    this.lock.release();
  }

  private keysOf(purpose: Purpose): readonly string[] {
    return this.parts.keysOf?.(purpose) ?? [];
  }

  private reserve(keys: readonly string[]): readonly string[] {
    const key = keys.find((one) => this.keys.has(one));
    if (key !== undefined) {
      throw new TransactionError("InFlight", `A transaction for ${key} is in flight.`, undefined, { key });
    }
    for (const one of keys) this.keys.add(one);
    return keys;
  }

  private release(keys: readonly string[]): void {
    for (const key of keys) this.keys.delete(key);
  }

  private track(
    journaled: JournaledSubmission<Purpose>,
    follower: Follower<Purpose, Result>,
    isNew: boolean,
  ): Submission<Purpose, Result> {
    const { signal } = this.stopping;
    const finished = this.finish(journaled, follower, isNew).catch((error: unknown) => {
      // What it waits for when aborted rejects with errors of its own.
      throw signal.aborted ? signal.reason : error;
    });
    // Nobody may be waiting.
    finished.catch(() => undefined);
    const submission = new Submission(journaled, finished);
    this.submissions.set(journaled.id, submission);
    return submission;
  }

  private async finish(
    submission: JournaledSubmission<Purpose>,
    follower: Follower<Purpose, Result>,
    isNew: boolean,
  ): Promise<Result> {
    const { parts, journal, options } = this;
    const { chain, isObsolete = () => Promise.resolve(false) } = parts;
    const { signal } = this.stopping;
    const onIncluded = () => follower.onIncluded?.(submission);
    const onReplaced = () => follower.onReplaced?.(submission);
    const ending = await watch(submission, {
      ...{ chain, journal, options, isNew, signal, isObsolete, onIncluded, onReplaced },
    });
    const result = await follower.conclude(submission, ending, signal);
    // If the disk fails, the next start determines the result again.
    await journal.done(submission.id, result).catch(() => undefined);
    // Not after an error: the work may be done already.
    this.submissions.delete(submission.id);
    this.release(this.keysOf(submission.purpose));
    return result;
  }
}

function stoppingError(): TransactionError {
  return new TransactionError("Stopping", "The manager is stopping.");
}
