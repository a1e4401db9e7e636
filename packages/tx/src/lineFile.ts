import { open, rename, type FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { crc32 } from "node:zlib";
import { TransactionError } from "./errors.js";

const NEWLINE = 0x0a;

interface QueuedWrite {
  /** Undefined to check the disk without writing. */
  value: unknown;
  resolve: (value: undefined) => void;
  reject: (error: unknown) => void;
}

/**
 * Encodes one write: the checksum of the rest as 8 hexadecimal digits, a space, and the values as a JSON array. Each
 * write is one line, so that a crash can damage only the last line, in whatever order the disk writes its parts.
 */
export function writeLine(values: readonly unknown[]): string {
  const json = JSON.stringify(values);
  return `${checksum(json)} ${json}\n`;
}

/**
 * Reads lines. A damaged last line is a write that a crash interrupted. It is skipped, because it was never
 * acknowledged.
 * @param chunks The bytes, in chunks of any size.
 * @throws TransactionError `JournalDamaged` if any other line is damaged
 */
export async function* readLines(chunks: AsyncIterable<Buffer>): AsyncGenerator {
  let number = 0;
  for await (const { line, isLast } of linesOf(chunks)) {
    number++;
    const values = valuesOf(line);
    if (values) yield* values;
    else if (!isLast) throw new TransactionError("JournalDamaged", `Line ${number} of the journal is damaged.`);
  }
}

/** Reads the values of a line file; none if the file does not exist. @throws TransactionError `JournalDamaged` */
export async function* readLineFile(path: string): AsyncGenerator {
  const handle = await open(path, "r").catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  });
  if (handle === undefined) return;
  try {
    yield* readLines(handle.createReadStream({ autoClose: false }));
  } finally {
    await handle.close();
  }
}

/** Replaces the file atomically: after a crash, either the old or the new file exists. */
export async function rewriteLineFile(path: string, values: Iterable<unknown>): Promise<void> {
  const temporary = `${path}.new`;
  const handle = await open(temporary, "w", 0o600);
  try {
    for (const value of values) await handle.appendFile(writeLine([value]));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, path);
  await syncFolder(dirname(path));
}

/** How a line file is compacted, so that it does not grow without limit. */
export interface Compaction {
  /** Size in bytes at which the file is rewritten. */
  limit: number;
  /** Receives each value as soon as it is on disk, in order. */
  onWritten: (value: unknown) => void;
  /** Returns the fewest values that are equivalent to all written ones. */
  compacted: () => Iterable<unknown>;
}

/** An append-only file. A value is on disk when `append` resolves. */
export class LineFile {
  private queue: QueuedWrite[] = [];
  private writing: Promise<void> | undefined;
  private failure: TransactionError | undefined;
  private readonly failed = Promise.withResolvers<TransactionError>();

  /** Size in bytes at which the file is rewritten. It exceeds the limit if the compacted file itself is large. */
  private threshold: number;

  private constructor(
    private readonly path: string,
    private handle: FileHandle,
    private length: number,
    private readonly compaction: Compaction,
  ) {
    this.threshold = Math.max(compaction.limit, 2 * length);
  }

  /** Opens a file without damaged lines, or creates an empty one. */
  static async open(path: string, compaction: Compaction): Promise<LineFile> {
    const handle = await open(path, "a", 0o600);
    await syncFolder(dirname(path));
    return new LineFile(path, handle, (await handle.stat()).size, compaction);
  }

  /**
   * Writes one value. Values appended while the disk is busy share the next line and its `fsync`.
   * @throws TransactionError `JournalUnwritable`, also on every later call: what a failed `fsync` left on disk is
   * unknown
   */
  append(value: object): Promise<void> {
    return this.enqueue(value);
  }

  private async enqueue(value: object | undefined): Promise<void> {
    if (this.failure) throw this.failure;
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    this.queue.push({ value, resolve, reject });
    this.writing ??= this.writeAll();
    await promise;
  }

  /** The error that makes the file unwritable; undefined while it works. */
  get fault(): TransactionError | undefined {
    return this.failure;
  }

  /** Resolves with that error. Never rejects, and may never resolve. */
  get broken(): Promise<TransactionError> {
    return this.failed.promise;
  }

  /** Checks that the file can still be written. @throws TransactionError `JournalUnwritable` */
  check(): Promise<void> {
    return this.enqueue(undefined);
  }

  /** Size of the file in bytes. */
  get size(): number {
    return this.length;
  }

  /** Waits for queued writes and closes the file. */
  async close(): Promise<void> {
    await this.writing;
    // Closing a broken file may fail as well, which is no news.
    await this.handle.close().catch((error: unknown) => {
      if (!this.failure) throw error;
    });
  }

  private fail(cause: unknown): TransactionError {
    this.failure ??= new TransactionError("JournalUnwritable", "The journal cannot be written.", cause);
    this.failed.resolve(this.failure);
    return this.failure;
  }

  private async writeAll(): Promise<void> {
    while (this.queue.length > 0) {
      const batch = this.queue.splice(0);
      try {
        const values = batch.map(({ value }) => value).filter((value) => value !== undefined);
        const bytes = Buffer.from(values.length === 0 ? "" : writeLine(values));
        await this.handle.appendFile(bytes);
        await this.handle.datasync();
        this.length += bytes.length;
        for (const value of values) this.compaction.onWritten(value);
        for (const { resolve } of batch) resolve(undefined);
      } catch (cause) {
        const failure = this.fail(cause);
        for (const { reject } of [...batch, ...this.queue.splice(0)]) reject(failure);
      }
      if (this.length >= this.threshold && !this.failure) await this.compact();
    }
    this.writing = undefined;
  }

  /** Rewrites the file. After a crash, either the old or the compacted file exists. */
  private async compact(): Promise<void> {
    try {
      await this.handle.close();
      await rewriteLineFile(this.path, this.compaction.compacted());
      this.handle = await open(this.path, "a", 0o600);
      this.length = (await this.handle.stat()).size;
      this.threshold = Math.max(this.compaction.limit, 2 * this.length);
    } catch (cause) {
      const failure = this.fail(cause);
      for (const { reject } of this.queue.splice(0)) reject(failure);
    }
  }
}

/** Makes a new file or a rename durable: its name is stored in the folder, not in the file. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<{ line: string; isLast: boolean }> {
  let line: string | undefined;
  let parts: Buffer[] = [];
  for await (const chunk of chunks) {
    let begin = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, begin)) {
      parts.push(chunk.subarray(begin, end));
      if (line !== undefined) yield { line, isLast: false };
      line = Buffer.concat(parts).toString("utf8");
      parts = [];
      begin = end + 1;
    }
    if (begin < chunk.length) parts.push(chunk.subarray(begin));
  }
  // A line without an end was interrupted.
  if (line !== undefined) yield { line, isLast: parts.length === 0 };
}

function valuesOf(line: string): unknown[] | undefined {
  const json = line.slice(9);
  if (line.slice(0, 9) !== `${checksum(json)} `) return undefined;
  return JSON.parse(json) as unknown[];
}

function checksum(text: string): string {
  return crc32(text).toString(16).padStart(8, "0");
}
