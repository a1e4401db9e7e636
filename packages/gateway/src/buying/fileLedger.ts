import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, unlink } from "node:fs/promises";
import path from "node:path";
import * as z from "zod";
import { Mutex } from "@servicecoin/tx/internal";
import { ignoreMissing } from "./files.js";
import { RecentSpending } from "./recentSpending.js";
import { DAY, type SpendingLedger } from "./spendingLedger.js";

const amountText = z
  .string()
  .regex(/^\d{1,78}$/)
  .transform(BigInt);
const taken = z.object({ id: z.string(), at: z.number(), amount: amountText, limit: amountText });
const returned = z.object({ returned: z.string() });
const closed = z.object({ closed: z.literal(true) });
const line = z.union([taken, returned, closed]);

type Line = z.infer<typeof taken> | z.infer<typeof returned>;
/** Lines after this one do not count. */
const CLOSED: z.infer<typeof closed> = { closed: true };

/** Days whose files may hold payments that still count: today, yesterday, and one more for clocks that are set back. */
const DAYS_KEPT = 3;

/** What was read of a day's file. */
interface DayRead {
  /** Bytes of complete lines. */
  bytes: number;
  isClosed: boolean;
}

/**
 * The spending of the last 24 hours, in append-only files that the processes of one machine share, about 150 bytes per
 * payment. The order of lines decides who reserved first, so no lock is needed and a process that dies leaves none
 * behind; what it reserved still counts. Each day has its own file. The process that starts a day closes the file of
 * the day before: lines after that mark do not count, and their writers repeat them in the new file. Files whose
 * payments no longer count are removed. A ledger reads each line once.
 */
export class FileLedger implements SpendingLedger {
  private read = new Map<number, DayRead>();
  private spending = new Judgment();
  private readonly reading = new Mutex();

  /**
   * @param file One per payer and chain; the number of the day is appended. Created with its folder if missing.
   * @param now Returns the time in milliseconds since 1970.
   */
  constructor(
    private readonly file: string,
    private readonly now: () => number = Date.now,
  ) {}

  async take(amount: bigint, limit: bigint): Promise<(() => Promise<void>) | undefined> {
    const id = randomUUID();
    const entry = { id, at: this.now(), amount: String(amount), limit: String(limit) };
    await this.write(entry, () => this.spending.accepted.has(id));
    if (this.spending.accepted.get(id) !== true) return undefined;
    return async () => {
      await this.write({ returned: id }, () => this.spending.returned.has(id));
    };
  }

  /** Appends a line where it counts. @param isCounted Returns whether the line was read. */
  private async write(entry: object, isCounted: () => boolean): Promise<void> {
    await mkdir(path.dirname(this.file), { recursive: true, mode: 0o700 });
    await this.readOn();
    for (;;) {
      const day = await this.openDay();
      await this.append(day, entry);
      const days = await this.readOn();
      // Otherwise another process has started the next day in the meantime.
      if (isCounted()) {
        await this.remove(days.filter((each) => each <= day - DAYS_KEPT));
        return;
      }
    }
  }

  /** Returns the day to write to. All days before it are closed. */
  private async openDay(): Promise<number> {
    const today = Math.floor(this.now() / DAY);
    const newest = Math.max(...this.read.keys());
    const last = Number.isFinite(newest) ? newest : today - 1;
    if (last >= today && this.read.get(last)?.isClosed !== true) return last;
    const day = Math.max(today, last + 1);
    // Close the day before as well: another process may be about to start it.
    for (const before of new Set([last, day - 1])) await this.append(before, CLOSED);
    return day;
  }

  private async append(day: number, entry: object): Promise<void> {
    const handle = await open(this.fileOf(day), "a", 0o600);
    try {
      // Start with a line break: a crash may have cut off the line before.
      await handle.appendFile(`\n${JSON.stringify(entry)}\n`);
      await handle.datasync();
    } finally {
      await handle.close();
    }
  }

  /** Returns the days that have files, oldest first. */
  private async days(): Promise<number[]> {
    const prefix = `${path.basename(this.file)}.`;
    const names = await readdir(path.dirname(this.file));
    const suffixes = names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
    return suffixes
      .filter((suffix) => /^\d{1,9}$/.test(suffix))
      .map(Number)
      .sort((a, b) => a - b);
  }

  /** Reads the lines that were appended since the last call. @returns The days that have files, oldest first */
  private readOn(): Promise<number[]> {
    return this.reading.run(async () => {
      const days = await this.days();
      // A process that starts now does not count what was in a removed file.
      if ([...this.read.keys()].some((day) => !days.includes(day))) {
        this.read = new Map();
        this.spending = new Judgment();
      }
      // A day has lines only if the days before it are closed.
      for (const day of days) await this.readDay(day);
      return days;
    });
  }

  private async readDay(day: number): Promise<void> {
    const { bytes, isClosed } = this.read.get(day) ?? { bytes: 0, isClosed: false };
    const text = isClosed ? Buffer.alloc(0) : await readFrom(this.fileOf(day), bytes);
    // The last line may not be complete yet.
    const complete = text.subarray(0, text.lastIndexOf("\n") + 1);
    const all = parse(complete.toString("utf8"));
    const end = all.findIndex((entry) => "closed" in entry);
    for (const entry of end < 0 ? all : all.slice(0, end)) if (!("closed" in entry)) this.spending.judge(entry);
    this.read.set(day, { bytes: bytes + complete.length, isClosed: isClosed || end >= 0 });
  }

  private async remove(days: readonly number[]): Promise<void> {
    // Another process may have removed an old file first.
    await Promise.all(days.map((day) => unlink(this.fileOf(day)).catch(ignoreMissing)));
  }

  private fileOf(day: number): string {
    return `${this.file}.${day}`;
  }
}

/** Returns the bytes of a file after a position; nothing if the file does not exist. */
async function readFrom(file: string, position: number): Promise<Buffer> {
  const handle = await open(file, "r").catch(ignoreMissing);
  if (handle === undefined) return Buffer.alloc(0);
  try {
    const size = (await handle.stat()).size - position;
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(Math.max(0, size)), 0, Math.max(0, size), position);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** Skips lines that a crash cut off: nobody has acted on them. */
function parse(text: string): z.infer<typeof line>[] {
  return text.split("\n").flatMap((written) => {
    try {
      return [line.parse(JSON.parse(written))];
    } catch {
      return [];
    }
  });
}

/** Which reservations are within their limit. The lines before decide on each, so every process gets the same result. */
class Judgment {
  /** Whether a reservation was within its limit, by its id. */
  readonly accepted = new Map<string, boolean>();
  /** Ids of reservations that were given back. */
  readonly returned = new Set<string>();
  private readonly recent = new RecentSpending();

  judge(entry: Line): void {
    if ("returned" in entry) {
      this.returned.add(entry.returned);
      this.recent.remove(entry.returned);
      return;
    }
    const { id, at, amount, limit } = entry;
    // Its writer repeated it, because it could not know that it counted.
    if (this.accepted.has(id)) return;
    const isWithin = this.recent.since(at - DAY) + amount <= limit;
    this.accepted.set(id, isWithin);
    if (isWithin) this.recent.add({ id, at, amount });
  }
}
