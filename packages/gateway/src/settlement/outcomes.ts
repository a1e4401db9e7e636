import { setTimeout as sleep } from "node:timers/promises";
import type { BatchReceipt, SettlementChain } from "./chain.js";
import { keyOf, type FinalOutcome, type Payment } from "./payment.js";
import { forEachOf } from "./pool.js";

/** A transaction that a block has, and what it did. */
export type Mined = BatchReceipt & { hash: string; isEmpty?: true };

/** What the search for outcomes needs. */
export interface Search {
  chain: Pick<SettlementChain, "findUse" | "refusal">;
  payments: readonly Payment[];
  /** What a block has; undefined when a transaction of somebody else took the nonce. */
  mined: Mined | undefined;
  /** Number of the block in which the nonce was taken, or of a later one. */
  block: number;
  /** Milliseconds between two questions about the same payment. */
  poll: number;
  /** Ends the search. */
  signal: AbortSignal;
  /** Told each outcome as soon as it is known. @param at Index of the payment. */
  onKnown: (at: number, outcome: FinalOutcome) => void;
}

/** Payments that are looked up at once. */
const AT_ONCE = 8;
/** How often a node is asked why a payment was not made: that it was not made is what matters. */
const REASON_TRIES = 3;

/**
 * Finds out what became of each payment of a batch whose nonce is taken. What the receipt proves is told before anything is asked. Faults
 * of the node delay the others, each for itself.
 * @returns In the order of the payments.
 * @throws the signal's reason when it is canceled
 */
export async function outcomesOf(search: Search): Promise<FinalOutcome[]> {
  const { payments, mined, onKnown } = search;
  const outcomes: FinalOutcome[] = [];
  const rest: number[] = [];
  const tell = (at: number, outcome: FinalOutcome) => {
    outcomes[at] = outcome;
    onKnown(at, outcome);
  };
  for (const [at, payment] of payments.entries()) {
    if (mined?.made.has(keyOf(payment))) tell(at, { status: "settled", hash: mined.hash, block: mined.block });
    else rest.push(at);
  }
  await forEachOf(rest, AT_ONCE, async (at) => {
    tell(at, await outcomeElsewhere(search, payments[at]));
  });
  return outcomes;
}

/** Of a payment that the batch did not make: somebody else may have submitted it first, and then the payee was paid all the same. */
async function outcomeElsewhere(search: Search, payment: Payment): Promise<FinalOutcome> {
  const { chain, mined, block } = search;
  const use = await asked(search, Infinity, () => chain.findUse(payment, block));
  if (use) return { status: "settled", ...use };
  const reason = (await asked(search, REASON_TRIES, () => chain.refusal(payment, block))) ?? "NotMade";
  // Of an empty transaction the payment was no part.
  return { status: "failed", reason, ...(mined && !mined.isEmpty && { hash: mined.hash }) };
}

/** Asks the node until it answers. @returns Undefined, too, when it did not answer so many times. */
async function asked<Value>(
  { poll, signal }: Search,
  tries: number,
  ask: () => Promise<Value>,
): Promise<Value | undefined> {
  for (let tried = 1; ; tried++) {
    signal.throwIfAborted();
    try {
      return await ask();
    } catch {
      if (tried >= tries) return undefined;
      await sleep(poll, undefined, { signal });
    }
  }
}
