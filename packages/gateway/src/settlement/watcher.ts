import { setTimeout as sleep } from "node:timers/promises";
import { forEachConcurrent } from "./async.js";
import type { BatchReceipt, Progress, SettlementChain, SignedTransaction } from "./chain.js";
import { SettlementError } from "./errors.js";
import { latestOf, type Journal, type SubmittedBatch } from "./journal.js";
import { keyOf, type FinalOutcome, type Payment } from "./payment.js";

/** How a transaction is watched. */
export interface WatchOptions {
  /** Milliseconds between two queries of the chain. */
  poll: number;
  /**
   * Resubmission timeout in milliseconds: a transaction in no block is then rebroadcast, or replaced with a fee bump if
   * fees have risen.
   */
  resend: number;
}

/** What watching a batch needs and reports. */
export interface WatchContext {
  chain: SettlementChain;
  journal: Pick<Journal, "replaced">;
  options: WatchOptions;
  /** Whether it was broadcast just now. Otherwise it is rebroadcast at once if the node does not know it. */
  isNew: boolean;
  /** Stops the watching. */
  signal: AbortSignal;
  /** Called when a block includes it, which may still be reorganized away. May be called more than once. */
  onIncluded: () => void;
  /** Called when another transaction, the latest of the batch, replaces the earlier ones. */
  onReplaced: () => void;
  /** Receives each outcome as soon as it is known. @param at Index of the payment in the batch. */
  onOutcome: (at: number, outcome: FinalOutcome) => void;
}

/** A transaction in a block, and what it did. */
type MinedTransaction = BatchReceipt & { hash: string; isEmpty?: true };

/** What became of a batch. */
export interface WatchResult {
  /** In the order of the payments. */
  outcomes: FinalOutcome[];
  /** The transaction in a block; undefined if a foreign transaction took the nonce. */
  mined: MinedTransaction | undefined;
}

/**
 * Polls in a row that must find the nonce used and all transactions unknown: nodes behind one address may differ for a
 * while.
 */
const LOST_AFTER_POLLS = 10;
/** Polls after which a transaction unknown to the node is rebroadcast: the node may have restarted. */
const REBROADCAST_UNKNOWN_AFTER_POLLS = 10;
/** The first poll comes after this part of `poll`, and each later pause doubles: some chains mine at once. */
const FIRST_POLL = 1 / 16;
/** Payments that are looked up at once. */
const LOOKUPS_AT_ONCE = 8;
/**
 * The longest pause in milliseconds between two lookups of a payment whose lookup fails. Pauses double up to it: a
 * search may cost a node many queries, and anyone can cause one by submitting a payment first.
 */
const LONGEST_PAUSE = 60_000;
/** How often the node is queried why a payment failed. The reason is optional: what matters is that it failed. */
const REASON_ATTEMPTS = 3;

/**
 * Waits until the outcome of each payment of a batch is known. Rebroadcasts the transaction if the node dropped it,
 * bumps its fees if fees have risen, and replaces it with an empty one once no block can accept the batch. Errors of
 * the node delay it but never end it.
 * @throws the signal's reason when aborted; the batch stays open in the journal
 */
export async function watch(batch: SubmittedBatch, context: WatchContext): Promise<WatchResult> {
  const { chain, options, isNew, signal, onIncluded } = context;
  let broadcastAt = isNew ? performance.now() : -Infinity;
  let pause = isNew ? options.poll * FIRST_POLL : options.poll;
  let lostPolls = 0;
  for (;;) {
    signal.throwIfAborted();
    const progress = await orUndefined(progressOf(chain, batch));
    if (typeof progress === "object") {
      onIncluded();
      return resultOf(context, batch, progress, progress.block);
    }
    if (progress === "confirming") onIncluded();
    const confirmed = progress === "unknown" ? await orUndefined(chain.confirmedCount()) : undefined;
    lostPolls = confirmed !== undefined && confirmed.count > batch.nonce ? lostPolls + 1 : 0;
    if (confirmed !== undefined && lostPolls === LOST_AFTER_POLLS) {
      return resultOf(context, batch, undefined, confirmed.block);
    }
    const isOpen = lostPolls === 0 && (progress === "pending" || progress === "unknown");
    const unknownTimeout = Math.min(REBROADCAST_UNKNOWN_AFTER_POLLS * options.poll, options.resend);
    const timeout = progress === "unknown" ? unknownTimeout : options.resend;
    if (isOpen && performance.now() - broadcastAt >= timeout) {
      broadcastAt = performance.now();
      await orUndefined(resubmit(context, batch));
    }
    await sleep(pause, undefined, { signal });
    pause = Math.min(2 * pause, options.poll);
  }
}

/** Returns the receipt of the batch's transaction that is confirmed, or the farthest progress of any of them. */
async function progressOf(
  chain: SettlementChain,
  { transactions, payments }: SubmittedBatch,
): Promise<MinedTransaction | Progress> {
  let farthest: Progress = "unknown";
  for (const { hash, isEmpty } of transactions.toReversed()) {
    const receipt = await chain.receipt(hash, payments);
    if (typeof receipt === "object") return { ...receipt, hash, ...(isEmpty && { isEmpty }) };
    if (receipt === "confirming" || farthest === "unknown") farthest = receipt;
  }
  return farthest;
}

/** Rebroadcasts the latest transaction, or its replacement. */
async function resubmit(context: WatchContext, batch: SubmittedBatch): Promise<void> {
  const { chain } = context;
  const isExpired = !latestOf(batch).isEmpty && (await orUndefined(hasExpired(chain, batch)));
  await orUndefined(isExpired ? cancel(context, batch) : bumpFees(context, batch));
  try {
    await chain.broadcast(latestOf(batch));
  } catch (error) {
    const isUnfit = error instanceof SettlementError && error.code === "Unfit";
    // The next resubmission broadcasts it.
    if (isUnfit && !latestOf(batch).isEmpty) await cancel(context, batch);
  }
}

/**
 * Returns whether no block can make any of the payments any more. The chain's clock decides: this machine's may differ.
 */
async function hasExpired(chain: SettlementChain, { payments }: SubmittedBatch): Promise<boolean> {
  const now = await chain.now();
  return payments.every(({ validBefore }) => validBefore <= now);
}

/** Signs a replacement with higher fees if fees have risen. */
async function bumpFees(context: WatchContext, batch: SubmittedBatch): Promise<void> {
  const replacement = await context.chain.bumpFees(batch.payments, batch.nonce, latestOf(batch));
  if (replacement) await replace(context, batch, replacement);
}

/** Signs an empty replacement: later transactions need this nonce used. */
async function cancel(context: WatchContext, batch: SubmittedBatch): Promise<void> {
  await replace(context, batch, await context.chain.cancel(batch.nonce, latestOf(batch)));
}

/** Journals a replacement before it leaves this machine. */
async function replace(
  { journal, onReplaced }: WatchContext,
  batch: SubmittedBatch,
  replacement: SignedTransaction,
): Promise<void> {
  await journal.replaced(batch.batch, replacement);
  batch.transactions.push(replacement);
  onReplaced();
}

/**
 * Determines the outcome of each payment of a batch whose nonce is used. Outcomes proven by the receipt are reported
 * before any lookup. Errors of the node delay each of the other payments independently.
 * @param block The block in which the nonce was used, or a later one.
 * @throws the signal's reason when aborted
 */
async function resultOf(
  context: WatchContext,
  { payments }: SubmittedBatch,
  mined: MinedTransaction | undefined,
  block: number,
): Promise<WatchResult> {
  const outcomes: FinalOutcome[] = [];
  const unproven: [at: number, payment: Payment][] = [];
  const report = (at: number, outcome: FinalOutcome) => {
    outcomes[at] = outcome;
    context.onOutcome(at, outcome);
  };
  for (const [at, payment] of payments.entries()) {
    if (mined?.made.has(keyOf(payment))) report(at, { status: "settled", hash: mined.hash, block: mined.block });
    else unproven.push([at, payment]);
  }
  await forEachConcurrent(unproven, LOOKUPS_AT_ONCE, async ([at, payment]) => {
    report(at, await lookUpOutcome(context, payment, mined, block));
  });
  return { outcomes, mined };
}

/**
 * Looks up a payment that the batch did not make. If another party submitted it first, the payee was paid nevertheless.
 */
async function lookUpOutcome(
  context: WatchContext,
  payment: Payment,
  mined: MinedTransaction | undefined,
  block: number,
): Promise<FinalOutcome> {
  const { chain } = context;
  const location = await retry(context, Infinity, () => chain.findPayment(payment, block));
  if (location) return { status: "settled", ...location };
  const reason = (await retry(context, REASON_ATTEMPTS, () => chain.revertReason(payment, block))) ?? "NotMade";
  // An empty transaction did not contain the payment.
  return { status: "failed", reason, ...(mined && !mined.isEmpty && { hash: mined.hash }) };
}

/** Repeats a query with growing pauses until it succeeds. @returns Undefined if all attempts failed. */
async function retry<Value>(
  { options, signal }: WatchContext,
  attempts: number,
  query: () => Promise<Value>,
): Promise<Value | undefined> {
  let pause = options.poll;
  for (let attempt = 1; ; attempt++) {
    signal.throwIfAborted();
    try {
      return await query();
    } catch {
      if (attempt >= attempts) return undefined;
      await sleep(pause, undefined, { signal });
      pause = Math.min(2 * pause, Math.max(LONGEST_PAUSE, options.poll));
    }
  }
}

/** Returns the result of a query, or undefined if it failed. */
function orUndefined<Value>(query: Promise<Value>): Promise<Value | undefined> {
  return query.catch(() => undefined);
}
