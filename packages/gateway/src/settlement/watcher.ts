import { setTimeout as sleep } from "node:timers/promises";
import type { Progress, SettlementChain, SignedTransaction } from "./chain.js";
import { SettlementError } from "./errors.js";
import { lastOf, type Journal, type SentBatch } from "./journal.js";
import { outcomesOf, type Mined } from "./outcomes.js";
import type { FinalOutcome } from "./payment.js";

/** How a transaction is watched. */
export interface WatchOptions {
  /** Milliseconds between two looks at the chain. */
  poll: number;
  /** Milliseconds after which a transaction that no block has is sent again, or replaced by a dearer one if fees have risen. */
  resend: number;
}

/** What the watching of a batch needs and tells. */
export interface Watch {
  chain: SettlementChain;
  journal: Pick<Journal, "replaced">;
  options: WatchOptions;
  /** Whether it was sent just now; else it is sent at once when the node does not know it. */
  isNew: boolean;
  /** Ends the watching. */
  signal: AbortSignal;
  /** Told when a block has it, which may still be taken back. May be told more than once. */
  onMined: () => void;
  /** Told that another transaction, the last of the batch, takes the place of the others. */
  onReplaced: () => void;
  /** Told each outcome as soon as it is known. @param at Index of the payment in the batch. */
  onKnown: (at: number, outcome: FinalOutcome) => void;
}

/** What became of a batch. */
export interface WatchResult {
  /** In the order of the payments. */
  outcomes: FinalOutcome[];
  /** What a block has; undefined when a transaction of somebody else took the nonce. */
  mined: Mined | undefined;
}

/** How many looks in a row must find the nonce used and all transactions unknown: nodes behind one address may differ for a while. */
const LOST_AFTER = 10;
/** After so many looks' time a transaction that the node does not know is sent again: the node may have begun anew. */
const FORGOTTEN_AFTER = 10;
/** The first look comes after this part of `poll`, and each later one after twice the time: some chains mine at once. */
const FIRST_LOOK = 1 / 16;

/**
 * Waits until it is known what became of each payment of a batch. It sends the same bytes again when the node forgot them, dearer ones when
 * fees have risen, and an empty transaction when no block can take the batch any more. Faults of the node delay it and do not end it.
 * @throws the signal's reason when it is canceled; the batch stays open in the journal.
 */
export async function watch(batch: SentBatch, parts: Watch): Promise<WatchResult> {
  const { chain, options, isNew, signal, onMined } = parts;
  let sentAt = isNew ? performance.now() : -Infinity;
  let pause = isNew ? options.poll * FIRST_LOOK : options.poll;
  let lost = 0;
  for (;;) {
    signal.throwIfAborted();
    const seen = await orUndefined(look(chain, batch));
    if (typeof seen === "object") {
      onMined();
      return resultOf(parts, batch, seen, seen.block);
    }
    if (seen === "confirming") onMined();
    const taken = seen === "unknown" ? await orUndefined(chain.mined()) : undefined;
    lost = taken !== undefined && taken.count > batch.nonce ? lost + 1 : 0;
    if (taken !== undefined && lost === LOST_AFTER) return resultOf(parts, batch, undefined, taken.block);
    const isOpen = lost === 0 && (seen === "waiting" || seen === "unknown");
    const patience = seen === "unknown" ? Math.min(FORGOTTEN_AFTER * options.poll, options.resend) : options.resend;
    if (isOpen && performance.now() - sentAt >= patience) {
      sentAt = performance.now();
      await orUndefined(resend(parts, batch));
    }
    await sleep(pause, undefined, { signal });
    pause = Math.min(2 * pause, options.poll);
  }
}

/** @param block In which the nonce was taken, or a later one. */
async function resultOf(
  { chain, options, signal, onKnown }: Watch,
  { payments }: SentBatch,
  mined: Mined | undefined,
  block: number,
): Promise<WatchResult> {
  return { outcomes: await outcomesOf({ chain, payments, mined, block, poll: options.poll, signal, onKnown }), mined };
}

/** The farthest that one of the batch's transactions has come: whichever a block has is the one. */
async function look(chain: SettlementChain, { transactions, payments }: SentBatch): Promise<Mined | Progress> {
  let farthest: Progress = "unknown";
  for (const { hash, isEmpty } of transactions.toReversed()) {
    const receipt = await chain.receipt(hash, payments);
    if (typeof receipt === "object") return { ...receipt, hash, ...(isEmpty && { isEmpty }) };
    if (receipt === "confirming" || farthest === "unknown") farthest = receipt;
  }
  return farthest;
}

/** Sends the last transaction again, or one in its place. */
async function resend(parts: Watch, batch: SentBatch): Promise<void> {
  const { chain } = parts;
  if (!lastOf(batch).isEmpty && (await orUndefined(isOver(chain, batch)))) await orUndefined(cancel(parts, batch));
  else await orUndefined(outbid(parts, batch));
  try {
    await chain.broadcast(lastOf(batch));
  } catch (error) {
    const isUnfit = error instanceof SettlementError && error.code === "Unfit";
    // It is sent at the next turn.
    if (isUnfit && !lastOf(batch).isEmpty) await cancel(parts, batch);
  }
}

/** Whether no block can make any of the payments any more. The clock of the chain decides, for it may differ from this machine's. */
async function isOver(chain: SettlementChain, { payments }: SentBatch): Promise<boolean> {
  const now = await chain.now();
  return payments.every(({ validBefore }) => validBefore <= now);
}

/** Signs a dearer transaction when fees have risen. */
async function outbid(parts: Watch, batch: SentBatch): Promise<void> {
  const dearer = await parts.chain.outbid(batch.payments, batch.nonce, lastOf(batch));
  if (dearer) await replace(parts, batch, dearer);
}

/** Signs an empty transaction: what comes behind it needs its nonce used. */
async function cancel(parts: Watch, batch: SentBatch): Promise<void> {
  await replace(parts, batch, await parts.chain.cancel(batch.nonce, lastOf(batch)));
}

/** Writes a transaction down before it leaves this machine. */
async function replace({ journal, onReplaced }: Watch, batch: SentBatch, by: SignedTransaction): Promise<void> {
  await journal.replaced(batch.batch, by);
  batch.transactions.push(by);
  onReplaced();
}

/** What a node answered; undefined when it did not. */
function orUndefined<Value>(asked: Promise<Value>): Promise<Value | undefined> {
  return asked.catch(() => undefined);
}
