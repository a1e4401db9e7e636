import { open, readFile, rename, type FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { crc32 } from "node:zlib";
import { deferred } from "./deferred.js";
import { SettlementError } from "./errors.js";

interface Waiting {
  /** Undefined when nothing is to be written, and the disk is only asked. */
  value: unknown;
  resolve: (value: undefined) => void;
  reject: (error: unknown) => void;
}

/** What was read of a file of lines. */
export interface Lines {
  /** Values, in the order of writing. */
  values: unknown[];
  /** Bytes of the lines that are whole. */
  length: number;
}

/** Each line is the checksum of the rest in 8 hexadecimal digits, a space, and JSON. */
export function writeLine(value: unknown): string {
  const json = JSON.stringify(value);
  return `${checksum(json)} ${json}\n`;
}

/**
 * Reads lines. A fault in the last line is a write that a crash cut off: nobody was told that it was written, so it does not count.
 * @throws SettlementError `JournalDamaged` for a fault anywhere else.
 */
export function readLines(bytes: Buffer): Lines {
  const values: unknown[] = [];
  let length = 0;
  while (length < bytes.length) {
    const end = bytes.indexOf(0x0a, length);
    const value = end < 0 ? undefined : valueOf(bytes.toString("utf8", length, end));
    if (value === undefined) {
      const isLast = end < 0 || end === bytes.length - 1;
      if (isLast) break;
      throw new SettlementError("JournalDamaged", `Line ${values.length + 1} of the journal is damaged.`);
    }
    values.push(value);
    length = end + 1;
  }
  return { values, length };
}

/** The values of a file of lines; none when there is no file. @throws SettlementError `JournalDamaged` */
export async function readLineFile(path: string): Promise<unknown[]> {
  const bytes = await readFile(path).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return Buffer.alloc(0);
    throw error;
  });
  return readLines(bytes).values;
}

/** Replaces the file as a whole: after a crash there is the old one or the new one. */
export async function rewriteLineFile(path: string, values: readonly unknown[]): Promise<void> {
  const beside = `${path}.new`;
  const handle = await open(beside, "w", 0o600);
  try {
    await handle.writeFile(values.map(writeLine).join(""));
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
  shortest: () => unknown[];
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
        const bytes = Buffer.from(values.map(writeLine).join(""));
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

function valueOf(line: string): unknown {
  const json = line.slice(9);
  if (line.slice(0, 9) !== `${checksum(json)} `) return undefined;
  return JSON.parse(json) as unknown;
}

function checksum(text: string): string {
  return crc32(text).toString(16).padStart(8, "0");
}
