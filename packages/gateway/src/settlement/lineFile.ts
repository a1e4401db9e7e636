import { open, rename, type FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { crc32 } from "node:zlib";
import { deferred } from "./deferred.js";
import { SettlementError } from "./errors.js";

const NEWLINE = 0x0a;

interface Waiting {
  /** Undefined when nothing is to be written, and the disk is only asked. */
  value: unknown;
  resolve: (value: undefined) => void;
  reject: (error: unknown) => void;
}

/**
 * One write: the checksum of the rest in 8 hexadecimal digits, a space, and the values as JSON. What is written at once is one line, so that
 * a crash can damage the last line only, in whatever order the disk takes its parts.
 */
export function writeLine(values: readonly unknown[]): string {
  const json = JSON.stringify(values);
  return `${checksum(json)} ${json}\n`;
}

/**
 * Reads lines. A fault in the last line is a write that a crash cut off: nobody was told that it was written, so it does not count.
 * @param chunks The bytes, in pieces of any size.
 * @throws SettlementError `JournalDamaged` for a fault anywhere else.
 */
export async function* readLines(chunks: AsyncIterable<Buffer>): AsyncGenerator {
  let number = 0;
  for await (const { line, isLast } of linesOf(chunks)) {
    number++;
    const values = valuesOf(line);
    if (values) yield* values;
    else if (!isLast) throw new SettlementError("JournalDamaged", `Line ${number} of the journal is damaged.`);
  }
}

/** The values of a file of lines; none when there is no file. @throws SettlementError `JournalDamaged` */
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

/** Replaces the file as a whole: after a crash there is the old one or the new one. */
export async function rewriteLineFile(path: string, values: Iterable<unknown>): Promise<void> {
  const beside = `${path}.new`;
  const handle = await open(beside, "w", 0o600);
  try {
    for (const value of values) await handle.appendFile(writeLine([value]));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(beside, path);
  await syncFolder(dirname(path));
}

/** Keeps a file of lines from growing for ever. */
export interface Shortening {
  /** Bytes from which on the file is written anew. */
  limit: number;
  /** Told each value as soon as it is on the disk, in order. */
  onWritten: (value: unknown) => void;
  /** The fewest values that say the same as all that were written. */
  shortest: () => Iterable<unknown>;
}

/** An append-only file. What was appended is on the disk when `append` returns. */
export class LineFile {
  private waiting: Waiting[] = [];
  private writing: Promise<void> | undefined;
  private failure: SettlementError | undefined;
  private readonly failing = deferred<SettlementError>();

  /** Bytes from which on it is written anew: what is needed may itself be long. */
  private threshold: number;

  private constructor(
    private readonly path: string,
    private handle: FileHandle,
    private length: number,
    private readonly shortening: Shortening,
  ) {
    this.threshold = Math.max(shortening.limit, 2 * length);
  }

  /** Opens a file whose lines are all whole, or makes an empty one. */
  static async open(path: string, shortening: Shortening): Promise<LineFile> {
    const handle = await open(path, "a", 0o600);
    await syncFolder(dirname(path));
    return new LineFile(path, handle, (await handle.stat()).size, shortening);
  }

  /**
   * Writes one line. Those asked for while the disk is busy share the next write and its `fsync`.
   * @throws SettlementError `JournalUnwritable`, from then on always: what a failed `fsync` left on the disk is unknown.
   */
  append(value: object): Promise<void> {
    return this.enqueue(value);
  }

  private async enqueue(value: object | undefined): Promise<void> {
    if (this.failure) throw this.failure;
    const { promise, resolve, reject } = deferred<undefined>();
    this.waiting.push({ value, resolve, reject });
    this.writing ??= this.writeAll();
    await promise;
  }

  /** Why it can no longer be written, if so. */
  get fault(): SettlementError | undefined {
    return this.failure;
  }

  /** The fault, when there is one. Never fails; may never come. */
  get broken(): Promise<SettlementError> {
    return this.failing.promise;
  }

  /** Asks whether the file still takes what is written. @throws SettlementError `JournalUnwritable` */
  check(): Promise<void> {
    return this.enqueue(undefined);
  }

  /** Bytes of the file. */
  get size(): number {
    return this.length;
  }

  /** Waits for what is being written, and lets go of the file. */
  async close(): Promise<void> {
    await this.writing;
    // Of a broken file closing may fail as well, and says nothing new.
    await this.handle.close().catch((error: unknown) => {
      if (!this.failure) throw error;
    });
  }

  private fail(cause: unknown): SettlementError {
    this.failure ??= new SettlementError("JournalUnwritable", "The journal cannot be written.", cause);
    this.failing.resolve(this.failure);
    return this.failure;
  }

  private async writeAll(): Promise<void> {
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0);
      try {
        const values = batch.map(({ value }) => value).filter((value) => value !== undefined);
        const bytes = Buffer.from(values.length === 0 ? "" : writeLine(values));
        await this.handle.appendFile(bytes);
        await this.handle.datasync();
        this.length += bytes.length;
        for (const value of values) this.shortening.onWritten(value);
        for (const { resolve } of batch) resolve(undefined);
      } catch (cause) {
        const failure = this.fail(cause);
        for (const { reject } of [...batch, ...this.waiting.splice(0)]) reject(failure);
      }
      if (this.length >= this.threshold && !this.failure) await this.shorten();
    }
    this.writing = undefined;
  }

  /** After a crash in the middle there is the long file or the short one. */
  private async shorten(): Promise<void> {
    try {
      await this.handle.close();
      await rewriteLineFile(this.path, this.shortening.shortest());
      this.handle = await open(this.path, "a", 0o600);
      this.length = (await this.handle.stat()).size;
      this.threshold = Math.max(this.shortening.limit, 2 * this.length);
    } catch (cause) {
      const failure = this.fail(cause);
      for (const { reject } of this.waiting.splice(0)) reject(failure);
    }
  }
}

/** Makes a new name or a rename last: it is written in the folder, not in the file. */
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
  // What has no end was cut off.
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
