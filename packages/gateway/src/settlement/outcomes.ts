import { setTimeout as sleep } from "node:timers/promises";
import type { Ending, MinedTransaction } from "@servicecoin/tx";
import type { SettlementChain } from "./chain.js";
import { forEachConcurrent } from "./forEachConcurrent.js";
import { keyOf, type FinalOutcome, type Payment } from "./payment.js";

/** What determining outcomes needs and reports. */
export interface OutcomeContext {
  chain: Pick<SettlementChain, "paymentsIn" | "findPayment" | "revertReason">;
  /** Milliseconds before a query that failed is repeated. The pause doubles each time. */
  poll: number;
  /** Stops the queries. */
  signal: AbortSignal;
  /** Receives each outcome as soon as it is known. @param at Index of the payment in the batch. */
  onOutcome: (at: number, outcome: FinalOutcome) => void;
}

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
 * Determines the outcome of each payment of a batch whose nonce is used. Outcomes proven by the receipt are reported
 * before any lookup. Errors of the node delay each of the other payments independently.
 * @returns The outcomes in the order of the payments.
 * @throws the signal's reason when aborted
 */
export async function outcomesOf(
  payments: readonly Payment[],
  { mined, block }: Ending,
  context: OutcomeContext,
): Promise<FinalOutcome[]> {
  const outcomes: FinalOutcome[] = [];
  const unproven: [at: number, payment: Payment][] = [];
  const report = (at: number, outcome: FinalOutcome) => {
    outcomes[at] = outcome;
    context.onOutcome(at, outcome);
  };
  const made = mined && context.chain.paymentsIn(mined, payments);
  for (const [at, payment] of payments.entries()) {
    if (mined && made?.has(keyOf(payment))) report(at, { status: "settled", hash: mined.hash, block: mined.block });
    else unproven.push([at, payment]);
  }
  await forEachConcurrent(unproven, LOOKUPS_AT_ONCE, async ([at, payment]) => {
    report(at, await lookUpOutcome(context, payment, mined, block));
  });
  return outcomes;
}

/**
 * Looks up a payment that the batch did not make. If another party submitted it first, the payee was paid nevertheless.
 */
async function lookUpOutcome(
  context: OutcomeContext,
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
  { poll, signal }: OutcomeContext,
  attempts: number,
  query: () => Promise<Value>,
): Promise<Value | undefined> {
  let pause = poll;
  for (let attempt = 1; ; attempt++) {
    signal.throwIfAborted();
    try {
      return await query();
    } catch {
      if (attempt >= attempts) return undefined;
      await sleep(pause, undefined, { signal });
      pause = Math.min(2 * pause, Math.max(LONGEST_PAUSE, poll));
    }
  }
}
