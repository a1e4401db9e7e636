import * as z from "zod";
import { bigIntText, schemaFormat, type JournalFormat, type Memory } from "@servicecoin/tx";
import type { FinalOutcome, Payment } from "./payment.js";
import type { SettledPayments } from "./settledPayments.js";

const payment = z.object({
  from: z.string(),
  to: z.string(),
  value: bigIntText,
  validAfter: bigIntText,
  validBefore: bigIntText,
  nonce: z.string(),
  signature: z.string(),
  alone: z.boolean(),
});
const outcome = z.discriminatedUnion("status", [
  z.object({ status: z.literal("settled"), hash: z.string(), block: z.number() }),
  z.object({ status: z.literal("failed"), reason: z.string(), hash: z.string().exactOptional() }),
]);

/** Records of a journal before transactions had a package of their own: a transaction was called a batch. */
const former = z.discriminatedUnion("type", [
  z.object({ type: z.literal("sent"), batch: z.number(), payments: z.unknown() }).loose(),
  z.object({ type: z.enum(["replaced", "dropped"]), batch: z.number() }).loose(),
  z.object({ type: z.literal("done"), batch: z.number(), outcomes: z.unknown() }),
  z.object({ type: z.literal("kept"), lastBatch: z.number(), payments: z.unknown(), outcomes: z.unknown() }),
]);

/** How the journal of a facilitator is written: a transaction is for payments, and its result are their outcomes. */
export const JOURNAL_FORMAT: JournalFormat<readonly Payment[], readonly FinalOutcome[]> = {
  purpose: schemaFormat(z.array(payment).readonly()),
  result: schemaFormat(z.array(outcome).readonly()),
  upgrade,
};

function upgrade(record: unknown): unknown[] {
  const { data } = former.safeParse(record);
  if (data === undefined) return [record];
  switch (data.type) {
    case "kept": {
      const { lastBatch: id, payments: purpose, outcomes: result } = data;
      return [
        { type: "last", id },
        { type: "kept", purpose, result },
      ];
    }
    case "sent": {
      const { batch: id, payments: purpose, ...rest } = data;
      return [{ ...rest, id, purpose }];
    }
    case "done":
      return [{ type: "done", id: data.batch, result: data.outcomes }];
    default: {
      const { batch: id, ...rest } = data;
      return [{ ...rest, id }];
    }
  }
}

/** Settled payments per record when the journal is compacted. It keeps lines short. */
const PAYMENTS_PER_RECORD = 100;

/**
 * Keeps settled payments through restarts, so that they need not be looked up again. Queued payments are not kept:
 * nothing was confirmed to their callers, who will retry.
 * @param settled Shared: a payment that is evicted there is evicted from the journal.
 * @param now Returns the Unix time in seconds. Settled payments that have expired by then are dropped.
 */
export function memoryOf(
  settled: SettledPayments,
  now: () => bigint,
): Memory<readonly Payment[], readonly FinalOutcome[]> {
  return {
    add: (payments, outcomes) => {
      if (outcomes.length !== payments.length) {
        throw new RangeError(`${payments.length} payments cannot have ${outcomes.length} outcomes.`);
      }
      for (const [at, payment] of payments.entries()) {
        const outcome = outcomes[at];
        if (outcome?.status === "settled") settled.add({ payment, outcome });
      }
    },
    *entries() {
      settled.evictExpired(now());
      const kept = settled.values();
      for (let at = 0; at < kept.length; at += PAYMENTS_PER_RECORD) {
        const slice = kept.slice(at, at + PAYMENTS_PER_RECORD);
        yield { purpose: slice.map(({ payment }) => payment), result: slice.map(({ outcome }) => outcome) };
      }
    },
  };
}
