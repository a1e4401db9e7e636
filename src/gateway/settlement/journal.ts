import { z } from "zod";
import type { SignedTransaction } from "./chain.js";
import { SettlementError } from "./errors.js";
import { LineFile, readLineFile, rewriteLineFile } from "./lineFile.js";
import { keyOf, readPayment, writePayment, type FinalOutcome, type Payment } from "./payment.js";

/** Payments in a transaction that was signed, and may have been sent. */
export interface SentBatch {
  /** Number of the batch, from 1 on. */
  batch: number;
  /** Nonce of the gateway's account. */
  nonce: number;
  /**
   * The transaction, and behind it those that replaced it for a higher fee. All have the same nonce and payments, so a chain takes one of
   * them.
   */
  transactions: SignedTransaction[];
  payments: Payment[];
}

/** The transaction of a batch that offers most. */
export function lastOf({ transactions }: Pick<SentBatch, "transactions">): SignedTransaction {
  return transactions[transactions.length - 1];
}

/** A payment whose outcome is known. */
export interface Finished {
  payment: Payment;
  outcome: FinalOutcome;
}

/** What a journal says when it is opened. */
export interface JournalState {
  /** Batches that may have been sent and whose outcomes are not known, in order. */
  open: SentBatch[];
  /** Settled payments by their keys. */
  settled: Map<string, Finished>;
  /** Number of the last batch. */
  lastBatch: number;
}

const written = z.object({
  from: z.string(),
  to: z.string(),
  value: z.string(),
  validAfter: z.string(),
  validBefore: z.string(),
  nonce: z.string(),
  signature: z.string(),
  alone: z.boolean(),
});
const outcome = z.discriminatedUnion("status", [
  z.object({ status: z.literal("settled"), hash: z.string(), block: z.number() }),
  z.object({ status: z.literal("failed"), reason: z.string(), hash: z.string().exactOptional() }),
]);
const transaction = z.object({ hash: z.string(), raw: z.string() });
const record = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("sent"),
    batch: z.number(),
    nonce: z.number(),
    transactions: z.array(transaction).min(1),
    payments: z.array(written),
  }),
  z.object({ type: z.literal("replaced"), batch: z.number(), transaction }),
  z.object({ type: z.literal("done"), batch: z.number(), outcomes: z.array(outcome) }),
  z.object({ type: z.literal("dropped"), batch: z.number() }),
  z.object({ type: z.literal("about"), identity: z.string() }),
  z.object({ type: z.literal("kept"), lastBatch: z.number(), payments: z.array(written), outcomes: z.array(outcome) }),
]);

/**
 * What the gateway must know after a crash. A batch is written before it is sent and its outcomes before anybody is told, so that every
 * transaction that can exist is known here. Payments that wait are not written: nobody was told anything about them, and who asked asks
 * again.
 */
export class Journal {
  private constructor(private readonly file: LineFile) {}

  /**
   * Reads the journal, and writes it anew without what nobody asks for any more.
   * @param now Seconds since 1970; a settled payment is forgotten when it would no longer be valid.
   * @param identity What it is about: chain, coin and account.
   * @throws SettlementError `JournalDamaged`, `OtherJournal`
   */
  static async open(path: string, now: bigint, identity: string): Promise<{ journal: Journal; state: JournalState }> {
    const { identity: written = identity, ...all } = replay(await readLineFile(path));
    if (written !== identity) throw ofAnother(path, written, identity);
    const settled = new Map([...all.settled].filter(([, { payment }]) => payment.validBefore > now));
    const state = { ...all, settled };
    await rewriteLineFile(path, [{ type: "about", identity }, ...recordsOf(state)]);
    return { journal: new Journal(await LineFile.open(path)), state };
  }

  /** Before a transaction is sent. */
  sent(batch: SentBatch): Promise<void> {
    return this.file.append(sentRecord(batch));
  }

  /** Before a dearer transaction is sent in place of those of a batch. */
  replaced(batch: number, transaction: SignedTransaction): Promise<void> {
    return this.file.append({ type: "replaced", batch, transaction });
  }

  /** When all payments of a batch have an outcome. @param outcomes In the order of the payments. */
  done(batch: number, outcomes: readonly FinalOutcome[]): Promise<void> {
    return this.file.append({ type: "done", batch, outcomes });
  }

  /** When the node did not take a transaction for certain: its nonce is free again. */
  dropped(batch: number): Promise<void> {
    return this.file.append({ type: "dropped", batch });
  }

  /** Why it can no longer be written, if so. What it says is then known again only when it is opened anew. */
  get fault(): SettlementError | undefined {
    return this.file.fault;
  }

  /** The fault, when there is one. Never fails; may never come. */
  get broken(): Promise<SettlementError> {
    return this.file.broken;
  }

  /** Asks the disk. @throws SettlementError `JournalUnwritable` */
  check(): Promise<void> {
    return this.file.check();
  }

  close(): Promise<void> {
    return this.file.close();
  }
}

/** What the records of a journal amount to. @throws SettlementError `JournalDamaged` */
export function replay(values: readonly unknown[]): JournalState & { identity?: string } {
  const open = new Map<number, SentBatch>();
  const settled = new Map<string, Finished>();
  let lastBatch = 0;
  let about: { identity?: string } = {};
  for (const [index, value] of values.entries()) {
    const parsed = record.safeParse(value);
    if (!parsed.success) throw damaged(index, parsed.error);
    const { data } = parsed;
    if (data.type === "about") {
      about = { identity: data.identity };
      continue;
    }
    if (data.type === "kept") {
      lastBatch = Math.max(lastBatch, data.lastBatch);
      keep(settled, data.payments.map(readPayment), data.outcomes, index);
      continue;
    }
    if (data.type === "sent") {
      const { batch, nonce, transactions, payments } = data;
      open.set(batch, { batch, nonce, transactions, payments: payments.map(readPayment) });
      lastBatch = Math.max(lastBatch, batch);
      continue;
    }
    const batch = open.get(data.batch);
    if (batch === undefined) throw damaged(index);
    if (data.type === "replaced") {
      batch.transactions.push(data.transaction);
      continue;
    }
    open.delete(data.batch);
    if (data.type === "dropped") continue;
    keep(settled, batch.payments, data.outcomes, index);
  }
  return { ...about, open: [...open.values()], settled, lastBatch };
}

function keep(
  settled: Map<string, Finished>,
  payments: readonly Payment[],
  outcomes: readonly FinalOutcome[],
  index: number,
): void {
  if (outcomes.length !== payments.length) throw damaged(index);
  for (const [at, payment] of payments.entries()) {
    const became = outcomes[at];
    if (became.status === "settled") settled.set(keyOf(payment), { payment, outcome: became });
  }
}

/** The shortest journal that says the same. */
function recordsOf({ open, settled, lastBatch }: JournalState): unknown[] {
  const kept = [...settled.values()];
  const payments = kept.map(({ payment }) => writePayment(payment));
  return [{ type: "kept", lastBatch, payments, outcomes: kept.map(({ outcome }) => outcome) }, ...open.map(sentRecord)];
}

function sentRecord({ payments, ...batch }: SentBatch): unknown {
  return { type: "sent", ...batch, payments: payments.map(writePayment) };
}

function ofAnother(path: string, written: string, identity: string): SettlementError {
  const message = `The journal ${path} is about ${written}, not about ${identity}.`;
  return new SettlementError("OtherJournal", message, undefined, { path, written, identity });
}

function damaged(index: number, cause?: unknown): SettlementError {
  return new SettlementError("JournalDamaged", `Record ${index + 1} of the journal makes no sense.`, cause);
}
