import { setTimeout as sleep } from "node:timers/promises";
import type { SettlementChain, BatchReceipt } from "./chain.js";
import type { SentBatch } from "./journal.js";
import { keyOf, type FinalOutcome, type Payment } from "./payment.js";

/** How a transaction is watched. */
export interface WatchOptions {
  /** Milliseconds between two looks at the chain. */
  poll: number;
  /** Milliseconds after which a transaction that no block has is sent again. */
  resend: number;
}

/** How many looks in a row must find the nonce used and the transaction unknown: nodes behind one address may differ for a while. */
const LOST_AFTER = 3;

/**
 * Waits until it is known what became of each payment of a batch. It sends the same bytes again when the node forgot them. Faults of the
 * node delay it and do not end it.
 * @param isNew Whether it was sent just now; else it is sent at once when the node does not know it.
 * @throws the signal's reason when it is canceled; the batch stays open in the journal.
 */
export async function watch(
  chain: SettlementChain,
  batch: SentBatch,
  options: WatchOptions,
  isNew: boolean,
  signal: AbortSignal,
): Promise<FinalOutcome[]> {
  let sentAt = isNew ? performance.now() : -Infinity;
  let lost = 0;
  for (;;) {
    signal.throwIfAborted();
    const count = await orUndefined(chain.transactionCount("mined"));
    const receipt = await orUndefined(chain.receipt(batch.hash, batch.payments));
    if (typeof receipt === "object") return outcomesOf(chain, batch, receipt, options, signal);
    lost = receipt === "unknown" && count !== undefined && count > batch.nonce ? lost + 1 : 0;
    if (lost === LOST_AFTER) return outcomesOf(chain, batch, undefined, options, signal);
    if (lost === 0 && receipt !== undefined && performance.now() - sentAt >= options.resend) {
      sentAt = performance.now();
      await orUndefined(chain.broadcast(batch));
    }
    await sleep(options.poll, undefined, { signal });
  }
}

/** @param receipt What the batch did; undefined when another transaction took its nonce. */
async function outcomesOf(
  chain: SettlementChain,
  { hash, payments }: SentBatch,
  receipt: BatchReceipt | undefined,
  { poll }: WatchOptions,
  signal: AbortSignal,
): Promise<FinalOutcome[]> {
  const outcomes: FinalOutcome[] = [];
  for (const payment of payments) {
    if (receipt?.made.has(keyOf(payment))) {
      outcomes.push({ status: "settled", hash, block: receipt.block });
      continue;
    }
    let outcome = await orUndefined(outcomeElsewhere(chain, payment, receipt && hash));
    while (outcome === undefined) {
      await sleep(poll, undefined, { signal });
      outcome = await orUndefined(outcomeElsewhere(chain, payment, receipt && hash));
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
