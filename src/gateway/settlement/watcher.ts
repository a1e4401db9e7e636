import { setTimeout as sleep } from "node:timers/promises";
import type { BatchReceipt, Progress, SettlementChain } from "./chain.js";
import { lastOf, type Journal, type SentBatch } from "./journal.js";
import { keyOf, type FinalOutcome, type Payment } from "./payment.js";

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
  /** Told that a dearer transaction, the last of the batch, takes the place of the others. */
  onReplaced: () => void;
}

/** What became of a batch. */
export interface WatchResult {
  /** In the order of the payments. */
  outcomes: FinalOutcome[];
  /** The transaction that a block has, and what it did; none when a transaction of somebody else took the nonce. */
  mined: (BatchReceipt & { hash: string }) | undefined;
}

/** How many looks in a row must find the nonce used and all transactions unknown: nodes behind one address may differ for a while. */
const LOST_AFTER = 3;
/** After so many looks' time a transaction that the node does not know is sent again: the node may have begun anew. */
const FORGOTTEN_AFTER = 10;
/** The first look comes after this part of `poll`, and each later one after twice the time: some chains mine at once. */
const FIRST_LOOK = 1 / 16;

/**
 * Waits until it is known what became of each payment of a batch. It sends the same bytes again when the node forgot them, and dearer
 * ones when fees have risen. Faults of the node delay it and do not end it.
 * @throws the signal's reason when it is canceled; the batch stays open in the journal.
 */
export async function watch(batch: SentBatch, parts: Watch): Promise<WatchResult> {
  const { chain, options, isNew, signal, onMined } = parts;
  let sentAt = isNew ? performance.now() : -Infinity;
  let pause = isNew ? options.poll * FIRST_LOOK : options.poll;
  let lost = 0;
  for (;;) {
    signal.throwIfAborted();
    const count = await orUndefined(chain.transactionCount("mined"));
    const seen = await orUndefined(look(chain, batch));
    if (typeof seen === "object") {
      onMined();
      return { outcomes: await outcomesOf(parts, batch, seen), mined: seen };
    }
    if (seen === "confirming") onMined();
    lost = seen === "unknown" && count !== undefined && count > batch.nonce ? lost + 1 : 0;
    if (lost === LOST_AFTER) return { outcomes: await outcomesOf(parts, batch, undefined), mined: undefined };
    const isOpen = lost === 0 && (seen === "waiting" || seen === "unknown");
    const patience = seen === "unknown" ? Math.min(FORGOTTEN_AFTER * options.poll, options.resend) : options.resend;
    if (isOpen && performance.now() - sentAt >= patience) {
      sentAt = performance.now();
      await orUndefined(replace(parts, batch));
      await orUndefined(chain.broadcast(lastOf(batch)));
    }
    await sleep(pause, undefined, { signal });
    pause = Math.min(2 * pause, options.poll);
  }
}

/** The farthest that one of the batch's transactions has come: whichever a block has is the one. */
async function look(
  chain: SettlementChain,
  { transactions, payments }: SentBatch,
): Promise<(BatchReceipt & { hash: string }) | Progress> {
  let farthest: Progress = "unknown";
  for (const { hash } of transactions.toReversed()) {
    const receipt = await chain.receipt(hash, payments);
    if (typeof receipt === "object") return { ...receipt, hash };
    if (receipt === "confirming" || farthest === "unknown") farthest = receipt;
  }
  return farthest;
}

/** Signs a dearer transaction when fees have risen, and writes it down before anything leaves this machine. */
async function replace({ chain, journal, onReplaced }: Watch, batch: SentBatch): Promise<void> {
  const dearer = await chain.outbid(batch.payments, batch.nonce, lastOf(batch));
  if (dearer === undefined) return;
  await journal.replaced(batch.batch, dearer);
  batch.transactions.push(dearer);
  onReplaced();
}

/** @param mined What the batch did; undefined when another transaction took its nonce. */
async function outcomesOf(
  { chain, options, signal }: Watch,
  { payments }: SentBatch,
  mined: (BatchReceipt & { hash: string }) | undefined,
): Promise<FinalOutcome[]> {
  const outcomes: FinalOutcome[] = [];
  for (const payment of payments) {
    if (mined?.made.has(keyOf(payment))) {
      outcomes.push({ status: "settled", hash: mined.hash, block: mined.block });
      continue;
    }
    let outcome = await orUndefined(outcomeElsewhere(chain, payment, mined?.hash));
    while (outcome === undefined) {
      await sleep(options.poll, undefined, { signal });
      outcome = await orUndefined(outcomeElsewhere(chain, payment, mined?.hash));
    }
    outcomes.push(outcome);
  }
  return outcomes;
}

/** Of a payment that the batch did not make: somebody else may have submitted it first, and then the payee was paid all the same. */
async function outcomeElsewhere(chain: SettlementChain, payment: Payment, hash?: string): Promise<FinalOutcome> {
  const use = await chain.findUse(payment);
  if (use) return { status: "settled", ...use };
  return { status: "failed", reason: await chain.refusal(payment), ...(hash === undefined ? {} : { hash }) };
}

/** What a node answered; undefined when it did not. */
function orUndefined<Value>(asked: Promise<Value>): Promise<Value | undefined> {
  return asked.catch(() => undefined);
}
