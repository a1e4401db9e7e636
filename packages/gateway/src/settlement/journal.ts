import { z } from "zod";
import type { SignedTransaction } from "./chain.js";
import { SettlementError } from "./errors.js";
import { LineFile, readLineFile, rewriteLineFile } from "./lineFile.js";
import { readPayment, writePayment, type FinalOutcome, type Payment } from "./payment.js";
import { Remembered } from "./remembered.js";

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

/** What a journal says when it is opened. */
export interface JournalState {
  /** Batches that may have been sent and whose outcomes are not known, in order. */
  open: SentBatch[];
  settled: Remembered;
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
const transaction = z.object({ hash: z.string(), raw: z.string(), isEmpty: z.literal(true).exactOptional() });
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

/** Bytes from which on a journal is written anew without what nobody asks for any more. */
const LIMIT = 32 * 1024 * 1024;
/** Payments in one record of what is kept: lines stay short, however much there is. */
const KEPT_AT_ONCE = 100;

/**
 * What the gateway must know after a crash. A batch is written before it is sent, so that every transaction that can exist is known here.
 * Its outcomes are written so that nobody has to look for them again. Payments that wait are not written: nobody was told anything about
 * them, and who asked asks again.
 */
export class Journal {
  private constructor(private readonly file: LineFile) {}

  /**
   * Reads the journal, and writes it anew without what nobody asks for any more.
   * @param now Seconds since 1970; a settled payment is forgotten when it would no longer be valid.
   * @param identity What it is about: chain, coin and account.
   * @param limit Bytes from which on it is written anew while it is in use.
   * @returns Also what it says. The settled payments are those that it keeps: whoever forgets one there forgets it here.
   * @throws SettlementError `JournalDamaged`, `OtherJournal`
   */
  static async open(
    path: string,
    now: bigint,
    identity: string,
    limit = LIMIT,
  ): Promise<{ journal: Journal; state: JournalState }> {
    const book = new Book();
    for await (const value of readLineFile(path)) book.add(value);
    const { identity: written = identity } = book;
    if (written !== identity) throw ofAnother(path, written, identity);
    book.settled.forget(now);
    book.identity = identity;
    await rewriteLineFile(path, book.records());
    const file = await LineFile.open(path, {
      limit,
      onWritten: (value) => {
        book.add(value);
      },
      shortest: () => book.records(),
    });
    return { journal: new Journal(file), state: book.state() };
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

/** What the records of a journal amount to. */
class Book {
  readonly settled = new Remembered();
  identity: string | undefined;
  private readonly open = new Map<number, SentBatch>();
  private lastBatch = 0;
  private count = 0;

  /** @throws SettlementError `JournalDamaged` when the record makes no sense behind those before it */
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
        this.keep(data.payments.map(readPayment), data.outcomes);
        return;
      case "sent":
        this.open.set(data.batch, { ...sentBatch(data), payments: data.payments.map(readPayment) });
        this.lastBatch = Math.max(this.lastBatch, data.batch);
        return;
      case "replaced":
        this.opened(data.batch).transactions.push(data.transaction);
        return;
      case "done":
        this.keep(this.opened(data.batch).payments, data.outcomes);
        this.open.delete(data.batch);
        return;
      case "dropped":
        this.opened(data.batch);
        this.open.delete(data.batch);
    }
  }

  /** What it says now; batches are copies. */
  state(): JournalState {
    const open = [...this.open.values()].map((batch) => ({ ...batch, transactions: [...batch.transactions] }));
    return { open, settled: this.settled, lastBatch: this.lastBatch };
  }

  /** The fewest records that say the same. */
  records(): unknown[] {
    const { lastBatch } = this;
    const settled = this.settled.values();
    const kept: unknown[] = [{ type: "kept", lastBatch, payments: [], outcomes: [] }];
    for (let at = 0; at < settled.length; at += KEPT_AT_ONCE) {
      const some = settled.slice(at, at + KEPT_AT_ONCE);
      const payments = some.map(({ payment }) => writePayment(payment));
      const outcomes = some.map(({ outcome }) => outcome);
      kept.push({ type: "kept", lastBatch, payments, outcomes });
    }
    return [{ type: "about", identity: this.identity }, ...kept, ...[...this.open.values()].map(sentRecord)];
  }

  private opened(number: number): SentBatch {
    const batch = this.open.get(number);
    if (batch === undefined) throw damaged(this.count);
    return batch;
  }

  private keep(payments: readonly Payment[], outcomes: readonly FinalOutcome[]): void {
    if (outcomes.length !== payments.length) throw damaged(this.count);
    for (const [at, payment] of payments.entries()) {
      const outcome = outcomes[at];
      if (outcome.status === "settled") this.settled.add({ payment, outcome });
    }
  }
}

function sentBatch({ batch, nonce, transactions }: Omit<SentBatch, "payments">): Omit<SentBatch, "payments"> {
  return { batch, nonce, transactions: [...transactions] };
}

function sentRecord({ payments, ...batch }: SentBatch): object {
  return { type: "sent", ...batch, transactions: [...batch.transactions], payments: payments.map(writePayment) };
}

function ofAnother(path: string, written: string, identity: string): SettlementError {
  const message = `The journal ${path} is about ${written}, not about ${identity}.`;
  return new SettlementError("OtherJournal", message, undefined, { path, written, identity });
}

/** @param number Of the record, from 1 on. */
function damaged(number: number, cause?: unknown): SettlementError {
  return new SettlementError("JournalDamaged", `Record ${number} of the journal makes no sense.`, cause);
}
