import * as z from "zod";
import type { SignedTransaction } from "./chain.js";
import { SettlementError } from "./errors.js";
import { LineFile, readLineFile, rewriteLineFile } from "./lineFile.js";
import { parsePayment, serializePayment, type FinalOutcome, type Payment } from "./payment.js";
import { SettledPayments } from "./settledPayments.js";

/** Payments in a signed transaction, which may be in flight. */
export interface SubmittedBatch {
  /** Number of the batch, starting at 1. */
  batch: number;
  /** Nonce of the gateway's account. */
  nonce: number;
  /** The transaction, followed by its replacements. All have the same nonce, so the chain includes only one of them. */
  transactions: [SignedTransaction, ...SignedTransaction[]];
  payments: Payment[];
}

/** Returns the latest transaction of a batch, which has the highest fees. */
export function latestOf({ transactions }: Pick<SubmittedBatch, "transactions">): SignedTransaction {
  return transactions.at(-1) ?? transactions[0];
}

/** Contents of a journal when it is opened. */
export interface JournalState {
  /** Batches in flight, in order. */
  open: SubmittedBatch[];
  settled: SettledPayments;
  /** Number of the last batch. */
  lastBatch: number;
}

const serializedPayment = z.object({
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
const transaction = z.object({ hash: z.string(), raw: z.string(), isEmpty: z.literal(true).exactOptional() });
const record = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("sent"),
    batch: z.number(),
    nonce: z.number(),
    transactions: z.tuple([transaction], transaction),
    payments: z.array(serializedPayment),
  }),
  z.object({ type: z.literal("replaced"), batch: z.number(), transaction }),
  z.object({ type: z.literal("done"), batch: z.number(), outcomes: z.array(outcome) }),
  z.object({ type: z.literal("dropped"), batch: z.number() }),
  z.object({ type: z.literal("about"), identity: z.string() }),
  z.object({
    type: z.literal("kept"),
    lastBatch: z.number(),
    payments: z.array(serializedPayment),
    outcomes: z.array(outcome),
  }),
]);

/** Size in bytes at which a journal in use is compacted. */
const LIMIT = 32 * 1024 * 1024;
/** Settled payments per record when the journal is compacted. It keeps lines short. */
const PAYMENTS_PER_RECORD = 100;

/**
 * What the gateway must know after a crash. A batch is written before it is broadcast, so that the journal knows every
 * transaction that can exist. Its outcomes are written so that they need not be looked up again. Queued payments are
 * not written: nothing was confirmed to their callers, who will retry.
 */
export class Journal {
  private constructor(private readonly file: LineFile) {}

  /**
   * Reads and compacts the journal.
   * @param now Unix time in seconds. Settled payments that have expired by then are dropped.
   * @param identity Chain, coin and account that the journal belongs to.
   * @param limit Size in bytes at which it is compacted while in use.
   * @returns The journal and its contents. It shares the settled payments: one that is evicted there is evicted here.
   * @throws SettlementError `JournalDamaged`, `OtherJournal`
   */
  static async open(
    path: string,
    now: bigint,
    identity: string,
    limit = LIMIT,
  ): Promise<{ journal: Journal; state: JournalState }> {
    const contents = new JournalContents();
    for await (const value of readLineFile(path)) contents.add(value);
    const { identity: written = identity } = contents;
    if (written !== identity) throw otherJournal(path, written, identity);
    contents.settled.evictExpired(now);
    contents.identity = identity;
    await rewriteLineFile(path, contents.records());
    const file = await LineFile.open(path, {
      limit,
      onWritten: (value) => {
        contents.add(value);
      },
      compacted: () => contents.records(),
    });
    return { journal: new Journal(file), state: contents.state() };
  }

  /** Records a batch. Call it before its transaction is broadcast. */
  sent(batch: SubmittedBatch): Promise<void> {
    return this.file.append(recordOf(batch));
  }

  /** Records a replacement. Call it before the replacement is broadcast. */
  replaced(batch: number, transaction: SignedTransaction): Promise<void> {
    return this.file.append({ type: "replaced", batch, transaction });
  }

  /** Records the outcomes of all payments of a batch. @param outcomes In the order of the payments. */
  done(batch: number, outcomes: readonly FinalOutcome[]): Promise<void> {
    return this.file.append({ type: "done", batch, outcomes });
  }

  /** Records that the node certainly rejected a batch: its nonce is free again. */
  dropped(batch: number): Promise<void> {
    return this.file.append({ type: "dropped", batch });
  }

  /**
   * The error that makes the journal unwritable; undefined while it works. Its contents are then unknown until it is
   * reopened.
   */
  get fault(): SettlementError | undefined {
    return this.file.fault;
  }

  /** Resolves with that error. Never rejects, and may never resolve. */
  get broken(): Promise<SettlementError> {
    return this.file.broken;
  }

  /** Checks the disk. @throws SettlementError `JournalUnwritable` */
  check(): Promise<void> {
    return this.file.check();
  }

  close(): Promise<void> {
    return this.file.close();
  }
}

/** State that results from the records of a journal. */
class JournalContents {
  readonly settled = new SettledPayments();
  identity: string | undefined;
  private readonly open = new Map<number, SubmittedBatch>();
  private lastBatch = 0;
  private count = 0;

  /** Applies a record. @throws SettlementError `JournalDamaged` if it is malformed or contradicts earlier records */
  add(value: unknown): void {
    this.count++;
    const parsed = record.safeParse(value);
    if (!parsed.success) throw damaged(this.count, parsed.error);
    const { data } = parsed;
    switch (data.type) {
      case "about":
        this.identity = data.identity;
        return;
      case "kept":
        this.lastBatch = Math.max(this.lastBatch, data.lastBatch);
        this.keep(data.payments.map(parsePayment), data.outcomes);
        return;
      case "sent":
        this.open.set(data.batch, { ...copyOf(data), payments: data.payments.map(parsePayment) });
        this.lastBatch = Math.max(this.lastBatch, data.batch);
        return;
      case "replaced":
        this.openBatch(data.batch).transactions.push(data.transaction);
        return;
      case "done":
        this.keep(this.openBatch(data.batch).payments, data.outcomes);
        this.open.delete(data.batch);
        return;
      case "dropped":
        this.openBatch(data.batch);
        this.open.delete(data.batch);
    }
  }

  /** Returns the current state. Batches are copies. */
  state(): JournalState {
    const open = [...this.open.values()].map((batch) => ({ ...copyOf(batch), payments: batch.payments }));
    return { open, settled: this.settled, lastBatch: this.lastBatch };
  }

  /** Returns the fewest records that result in the same state. */
  records(): unknown[] {
    const { lastBatch } = this;
    const settled = this.settled.values();
    const kept: unknown[] = [{ type: "kept", lastBatch, payments: [], outcomes: [] }];
    for (let at = 0; at < settled.length; at += PAYMENTS_PER_RECORD) {
      const slice = settled.slice(at, at + PAYMENTS_PER_RECORD);
      const payments = slice.map(({ payment }) => serializePayment(payment));
      const outcomes = slice.map(({ outcome }) => outcome);
      kept.push({ type: "kept", lastBatch, payments, outcomes });
    }
    return [{ type: "about", identity: this.identity }, ...kept, ...[...this.open.values()].map(recordOf)];
  }

  private openBatch(number: number): SubmittedBatch {
    const batch = this.open.get(number);
    if (batch === undefined) throw damaged(this.count);
    return batch;
  }

  private keep(payments: readonly Payment[], outcomes: readonly FinalOutcome[]): void {
    if (outcomes.length !== payments.length) throw damaged(this.count);
    for (const [at, payment] of payments.entries()) {
      const outcome = outcomes[at];
      if (outcome?.status === "settled") this.settled.add({ payment, outcome });
    }
  }
}

function copyOf({ batch, nonce, transactions }: Omit<SubmittedBatch, "payments">): Omit<SubmittedBatch, "payments"> {
  return { batch, nonce, transactions: [...transactions] };
}

function recordOf({ payments, ...batch }: SubmittedBatch): object {
  return { type: "sent", ...copyOf(batch), payments: payments.map(serializePayment) };
}

function otherJournal(path: string, written: string, identity: string): SettlementError {
  const message = `The journal ${path} belongs to ${written}, not to ${identity}.`;
  return new SettlementError("OtherJournal", message, undefined, { path, written, identity });
}

/** @param number Of the record, starting at 1. */
function damaged(number: number, cause?: unknown): SettlementError {
  return new SettlementError("JournalDamaged", `Record ${number} of the journal is invalid.`, cause);
}
