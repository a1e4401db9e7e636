import { setTimeout as sleep } from "node:timers/promises";
import type { Progress, Receipt, SignedTransaction, TransactionChain } from "./chain.js";
import { isTransactionError } from "./errors.js";
import type { Journal } from "./journal.js";
import { latestOf, type JournaledSubmission } from "./submission.js";

/** How a transaction is watched. Durations are in milliseconds. */
export interface WatchOptions {
  /** Between two queries of the chain. */
  receiptQueryInterval: number;
  /**
   * After it, a transaction in no block is rebroadcast, or replaced with a price bump if fees have risen.
   */
  resubmissionTimeout: number;
}

/** What watching a submission needs and reports. */
export interface WatchContext<Purpose> {
  chain: TransactionChain<Purpose>;
  journal: Pick<Journal<Purpose, never>, "replaced">;
  options: WatchOptions;
  /** Whether it was broadcast just now. Otherwise it is rebroadcast at once if the node does not know it. */
  isNew: boolean;
  /** Stops the watching. */
  signal: AbortSignal;
  /** Whether no block can do the work any more. */
  isObsolete: (purpose: Purpose) => Promise<boolean>;
  /** Called when a block includes it, which may still be reorganized away. May be called more than once. */
  onIncluded: () => void;
  /** Called when another transaction, the latest of the submission, replaces the earlier ones. */
  onReplaced: () => void;
}

/** A confirmed transaction of a submission. */
export type MinedTransaction = Receipt & Pick<SignedTransaction, "isEmpty">;

/** What used the nonce of a submission. */
export interface Ending {
  /** The confirmed transaction; absent if a foreign transaction took the nonce. */
  mined?: MinedTransaction;
  /** The block in which the nonce was used, or a later one. */
  block: number;
}

/**
 * Polls in a row that must find the nonce used and all transactions unknown: nodes behind one address may differ for a
 * while.
 */
const LOST_AFTER_POLLS = 10;
/** Polls after which a transaction unknown to the node is rebroadcast: the node may have restarted. */
const REBROADCAST_UNKNOWN_AFTER_POLLS = 10;
/** The first poll comes after this part of the interval, and each later pause doubles: some chains mine at once. */
const FIRST_POLL = 1 / 16;

/**
 * Waits until the nonce of a submission is used. Rebroadcasts the transaction if the node dropped it, bumps its fees if
 * fees have risen, and replaces it with an empty one once no block can do its work. Errors of the node delay it but
 * never end it.
 * @throws the signal's reason when aborted; the submission stays open in the journal
 */
export async function watch<Purpose>(
  submission: JournaledSubmission<Purpose>,
  context: WatchContext<Purpose>,
): Promise<Ending> {
  const { chain, options, isNew, signal, onIncluded } = context;
  const { receiptQueryInterval, resubmissionTimeout } = options;
  let broadcastAt = isNew ? performance.now() : -Infinity;
  let pause = isNew ? receiptQueryInterval * FIRST_POLL : receiptQueryInterval;
  let lostPolls = 0;
  for (;;) {
    signal.throwIfAborted();
    const progress = await orUndefined(progressOf(chain, submission));
    if (typeof progress === "object") {
      onIncluded();
      return { mined: progress, block: progress.block };
    }
    if (progress === "confirming") onIncluded();
    const confirmed = progress === "unknown" ? await orUndefined(chain.confirmedCount()) : undefined;
    lostPolls = confirmed !== undefined && confirmed.count > submission.nonce ? lostPolls + 1 : 0;
    if (confirmed !== undefined && lostPolls === LOST_AFTER_POLLS) return { block: confirmed.block };
    const isOpen = lostPolls === 0 && (progress === "pending" || progress === "unknown");
    const unknownTimeout = Math.min(REBROADCAST_UNKNOWN_AFTER_POLLS * receiptQueryInterval, resubmissionTimeout);
    const timeout = progress === "unknown" ? unknownTimeout : resubmissionTimeout;
    if (isOpen && performance.now() - broadcastAt >= timeout) {
      broadcastAt = performance.now();
      await orUndefined(resubmit(context, submission));
    }
    await sleep(pause, undefined, { signal });
    pause = Math.min(2 * pause, receiptQueryInterval);
  }
}

/** Returns the receipt of the submission's transaction that is confirmed, or the farthest progress of any of them. */
async function progressOf<Purpose>(
  chain: TransactionChain<Purpose>,
  { transactions }: JournaledSubmission<Purpose>,
): Promise<MinedTransaction | Progress> {
  let farthest: Progress = "unknown";
  for (const { hash, isEmpty } of transactions.toReversed()) {
    const receipt = await chain.receipt(hash);
    if (typeof receipt === "object") return { ...receipt, ...(isEmpty && { isEmpty }) };
    if (receipt === "confirming" || farthest === "unknown") farthest = receipt;
  }
  return farthest;
}

/** Rebroadcasts the latest transaction, or its replacement. */
async function resubmit<Purpose>(
  context: WatchContext<Purpose>,
  submission: JournaledSubmission<Purpose>,
): Promise<void> {
  const { chain, isObsolete } = context;
  const isMoot = !latestOf(submission).isEmpty && (await orUndefined(isObsolete(submission.purpose)));
  await orUndefined(isMoot ? cancel(context, submission) : bumpFees(context, submission));
  try {
    await chain.broadcast(latestOf(submission));
  } catch (error) {
    const isUnfit = isTransactionError(error) && error.code === "Unfit";
    // The next resubmission broadcasts it.
    if (isUnfit && !latestOf(submission).isEmpty) await cancel(context, submission);
  }
}

/** Signs a replacement with higher fees if fees have risen. */
async function bumpFees<Purpose>(
  context: WatchContext<Purpose>,
  submission: JournaledSubmission<Purpose>,
): Promise<void> {
  const { purpose, nonce } = submission;
  const replacement = await context.chain.bumpFees(purpose, nonce, latestOf(submission));
  if (replacement) await replace(context, submission, replacement);
}

/** Signs an empty replacement: later transactions need this nonce used. */
async function cancel<Purpose>(
  context: WatchContext<Purpose>,
  submission: JournaledSubmission<Purpose>,
): Promise<void> {
  await replace(context, submission, await context.chain.cancel(submission.nonce, latestOf(submission)));
}

/** Journals a replacement before it leaves this machine. */
async function replace<Purpose>(
  { journal, onReplaced }: WatchContext<Purpose>,
  submission: JournaledSubmission<Purpose>,
  replacement: SignedTransaction,
): Promise<void> {
  await journal.replaced(submission.id, replacement);
  submission.transactions.push(replacement);
  onReplaced();
}

/** Returns the result of a query, or undefined if it failed. */
function orUndefined<Value>(query: Promise<Value>): Promise<Value | undefined> {
  return query.catch(() => undefined);
}
