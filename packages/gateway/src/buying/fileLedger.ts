import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, readFile, unlink } from "node:fs/promises";
import path from "node:path";
import * as z from "zod";
import { ignoreMissing } from "./files.js";
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

/**
 * The spending of the last 24 hours, in append-only files that the processes of one machine share, about 150 bytes per
 * payment. The order of lines decides who reserved first, so no lock is needed and a process that dies leaves none
 * behind; what it reserved still counts. Each day has its own file. The process that starts a day closes the file of
 * the day before: lines after that mark do not count, and their writers repeat them in the new file. Files whose
 * payments no longer count are removed.
 */
export class FileLedger implements SpendingLedger {
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
    const lines = await this.write(entry, (other) => "id" in other && other.id === id);
    if (!acceptedIds(lines).has(id)) return undefined;
    return async () => {
      await this.write({ returned: id }, (other) => "returned" in other && other.returned === id);
    };
  }

  /** Appends a line where it counts. @returns All lines that count. */
  private async write(entry: object, isEntry: (line: Line) => boolean): Promise<Line[]> {
    await mkdir(path.dirname(this.file), { recursive: true, mode: 0o700 });
    for (;;) {
      const day = await this.openDay();
      await this.append(day, entry);
      const days = await this.days();
      const files = await Promise.all(days.map((each) => this.read(each)));
      // Otherwise another process has started the next day in the meantime.
      if (files.at(-1)?.lines.some(isEntry)) {
        await this.remove(days.filter((each) => each <= day - DAYS_KEPT));
        return files.flatMap(({ lines }) => lines);
      }
    }
  }

  /** Returns the day to write to. All days before it are closed. */
  private async openDay(): Promise<number> {
    const today = Math.floor(this.now() / DAY);
    const newest = (await this.days()).at(-1) ?? today - 1;
    const { isClosed } = await this.read(newest);
    if (newest >= today && !isClosed) return newest;
    const day = Math.max(today, newest + 1);
    // Close the day before as well: another process may be about to start it.
    for (const before of new Set([newest, day - 1])) await this.append(before, CLOSED);
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

  private async read(day: number): Promise<{ lines: Line[]; isClosed: boolean }> {
    const all = parse((await readFile(this.fileOf(day), "utf8").catch(ignoreMissing)) ?? "");
    const end = all.findIndex((entry) => "closed" in entry);
    const counted = end < 0 ? all : all.slice(0, end);
    return { lines: counted.filter((entry): entry is Line => !("closed" in entry)), isClosed: end >= 0 };
  }

  private async remove(days: readonly number[]): Promise<void> {
    // Another process may have removed an old file first.
    await Promise.all(days.map((day) => unlink(this.fileOf(day)).catch(ignoreMissing)));
  }

  private fileOf(day: number): string {
    return `${this.file}.${day}`;
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

/**
 * Returns the ids of the reservations within the limit. The lines before decide on each, so every process gets the same
 * result.
 */
function acceptedIds(lines: readonly Line[]): Set<string> {
  const counted = new Map<string, { at: number; amount: bigint }>();
  const accepted = new Set<string>();
  for (const entry of lines) {
    if ("returned" in entry) {
      counted.delete(entry.returned);
      continue;
    }
    const { id, at, amount, limit } = entry;
    const recent = [...counted.values()].filter((other) => other.at > at - DAY);
    const spent = recent.reduce((sum, other) => sum + other.amount, 0n);
    if (spent + amount > limit) continue;
    counted.set(id, { at, amount });
    accepted.add(id);
  }
  return accepted;
}
