import * as z from "zod";
import type { SignedTransaction } from "./chain.js";
import { TransactionError } from "./errors.js";
import type { JsonFormat } from "./format.js";
import { LineFile, readLineFile, rewriteLineFile } from "./lineFile.js";
import type { JournaledSubmission } from "./submission.js";

/** A submission that has ended. */
export interface Finished<Purpose, Result> {
  purpose: Purpose;
  result: Result;
}

/** What later runs must know about submissions that have ended. */
export interface Memory<Purpose, Result> {
  /**
   * Receives each submission that has ended, also those of earlier runs, in order. Throws if the two do not fit
   * together.
   */
  add: (purpose: Purpose, result: Result) => void;
  /** Returns what must be kept when the journal is compacted. It is passed to `add` again at the next start. */
  entries: () => Iterable<Finished<Purpose, Result>>;
}

/** How a journal is written. */
export interface JournalFormat<Purpose, Result> {
  purpose: JsonFormat<Purpose>;
  result: JsonFormat<Result>;
  /** Translates a record of an earlier version into today's. Default: no change. */
  upgrade?: ((record: unknown) => unknown[]) | undefined;
}

/** What a journal needs. */
export interface JournalOptions<Purpose, Result> {
  /** Chain, account and use that the journal belongs to. */
  identity: string;
  format: JournalFormat<Purpose, Result>;
  /** Default: ended submissions are forgotten. */
  memory?: Memory<Purpose, Result> | undefined;
  /** Size in bytes at which it is compacted while in use. Default: 32 MiB. */
  limit?: number | undefined;
}

/** Contents of a journal when it is opened. */
export interface JournalState<Purpose> {
  /** Submissions in flight, in order. */
  open: JournaledSubmission<Purpose>[];
  /** Number of the last submission. */
  lastId: number;
}

const transaction = z.object({ hash: z.string(), raw: z.string(), isEmpty: z.literal(true).exactOptional() });
const record = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("sent"),
    id: z.number(),
    nonce: z.number(),
    transactions: z.tuple([transaction], transaction),
    purpose: z.unknown(),
  }),
  z.object({ type: z.literal("replaced"), id: z.number(), transaction }),
  z.object({ type: z.literal("done"), id: z.number(), result: z.unknown() }),
  z.object({ type: z.literal("dropped"), id: z.number() }),
  z.object({ type: z.literal("about"), identity: z.string() }),
  z.object({ type: z.literal("last"), id: z.number() }),
  z.object({ type: z.literal("kept"), purpose: z.unknown(), result: z.unknown() }),
]);

/** Size in bytes at which a journal in use is compacted. */
const LIMIT = 32 * 1024 * 1024;

/**
 * What must be known after a crash. A submission is written before it is broadcast, so that the journal knows every
 * transaction that can exist. Its result is written so that it need not be looked up again.
 */
export class Journal<Purpose, Result> {
  private constructor(
    private readonly file: LineFile,
    private readonly format: JournalFormat<Purpose, Result>,
  ) {}

  /**
   * Reads and compacts the journal.
   * @throws TransactionError `JournalDamaged`, `OtherJournal`
   */
  static async open<Purpose, Result>(
    path: string,
    { identity, format, memory, limit = LIMIT }: JournalOptions<Purpose, Result>,
  ): Promise<{ journal: Journal<Purpose, Result>; state: JournalState<Purpose> }> {
    const contents = new JournalContents(format, memory);
    for await (const value of readLineFile(path)) {
      for (const current of format.upgrade?.(value) ?? [value]) contents.add(current);
    }
    const { identity: written = identity } = contents;
    if (written !== identity) throw otherJournal(path, written, identity);
    contents.identity = identity;
    await rewriteLineFile(path, contents.records());
    const file = await LineFile.open(path, {
      limit,
      onWritten: (value) => {
        contents.add(value);
      },
      compacted: () => contents.records(),
    });
    return { journal: new Journal(file, format), state: contents.state() };
  }

  /** Records a submission. Call it before its transaction is broadcast. */
  sent(submission: JournaledSubmission<Purpose>): Promise<void> {
    return this.file.append(recordOf(submission, this.format));
  }

  /** Records a replacement. Call it before the replacement is broadcast. */
  replaced(id: number, transaction: SignedTransaction): Promise<void> {
    return this.file.append({ type: "replaced", id, transaction });
  }

  /** Records what became of a submission. */
  done(id: number, result: Result): Promise<void> {
    return this.file.append({ type: "done", id, result: this.format.result.write(result) });
  }

  /** Records that the node certainly rejected a submission: its nonce is free again. */
  dropped(id: number): Promise<void> {
    return this.file.append({ type: "dropped", id });
  }

  /**
   * The error that makes the journal unwritable; undefined while it works. Its contents are then unknown until it is
   * reopened.
   */
  get fault(): TransactionError | undefined {
    return this.file.fault;
  }

  /** Resolves with that error. Never rejects, and may never resolve. */
  get broken(): Promise<TransactionError> {
    return this.file.broken;
  }

  /** Checks the disk. @throws TransactionError `JournalUnwritable` */
  check(): Promise<void> {
    return this.file.check();
  }

  close(): Promise<void> {
    return this.file.close();
  }
}

/** State that results from the records of a journal. */
class JournalContents<Purpose, Result> {
  identity: string | undefined;
  private readonly open = new Map<number, JournaledSubmission<Purpose>>();
  private lastId = 0;
  private count = 0;

  constructor(
    private readonly format: JournalFormat<Purpose, Result>,
    private readonly memory: Memory<Purpose, Result> | undefined,
  ) {}

  /** Applies a record. @throws TransactionError `JournalDamaged` if it is malformed or contradicts earlier records */
  add(value: unknown): void {
    this.count++;
    try {
      this.apply(record.parse(value));
    } catch (cause) {
      throw new TransactionError("JournalDamaged", `Record ${this.count} of the journal is invalid.`, cause);
    }
  }

  /** Returns the current state. Submissions are copies. */
  state(): JournalState<Purpose> {
    return { open: [...this.open.values()].map(copyOf), lastId: this.lastId };
  }

  /** Returns the fewest records that result in the same state. */
  *records(): Iterable<unknown> {
    const { purpose, result } = this.format;
    yield { type: "about", identity: this.identity };
    yield { type: "last", id: this.lastId };
    for (const kept of this.memory?.entries() ?? []) {
      yield { type: "kept", purpose: purpose.write(kept.purpose), result: result.write(kept.result) };
    }
    for (const submission of this.open.values()) yield recordOf(submission, this.format);
  }

  private apply(data: z.infer<typeof record>): void {
    const { purpose, result } = this.format;
    switch (data.type) {
      case "about":
        this.identity = data.identity;
        return;
      case "last":
        this.lastId = Math.max(this.lastId, data.id);
        return;
      case "kept":
        this.memory?.add(purpose.read(data.purpose), result.read(data.result));
        return;
      case "sent": {
        const { id, nonce, transactions } = data;
        this.open.set(id, { id, nonce, transactions: [...transactions], purpose: purpose.read(data.purpose) });
        this.lastId = Math.max(this.lastId, id);
        return;
      }
      case "replaced":
        this.openSubmission(data.id).transactions.push(data.transaction);
        return;
      case "done":
        this.finish(this.openSubmission(data.id), result.read(data.result));
        return;
      case "dropped":
        this.openSubmission(data.id);
        this.open.delete(data.id);
    }
  }

  private finish({ id, purpose }: JournaledSubmission<Purpose>, result: Result): void {
    this.memory?.add(purpose, result);
    this.open.delete(id);
  }

  private openSubmission(id: number): JournaledSubmission<Purpose> {
    const submission = this.open.get(id);
    if (submission === undefined) throw new RangeError(`Submission ${id} is not open.`);
    return submission;
  }
}

function copyOf<Purpose>({
  id,
  nonce,
  transactions,
  purpose,
}: JournaledSubmission<Purpose>): JournaledSubmission<Purpose> {
  return { id, nonce, transactions: [...transactions], purpose };
}

function recordOf<Purpose>(
  submission: JournaledSubmission<Purpose>,
  { purpose }: Pick<JournalFormat<Purpose, unknown>, "purpose">,
): object {
  const { id, nonce, transactions } = submission;
  return { type: "sent", id, nonce, transactions: [...transactions], purpose: purpose.write(submission.purpose) };
}

function otherJournal(path: string, written: string, identity: string): TransactionError {
  const message = `The journal ${path} belongs to ${written}, not to ${identity}.`;
  return new TransactionError("OtherJournal", message, undefined, { path, written, identity });
}
