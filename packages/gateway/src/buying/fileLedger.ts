import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, readFile, unlink } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { DAY, type SpendingLedger } from "./spending.js";

const amountText = z
  .string()
  .regex(/^\d{1,78}$/)
  .transform(BigInt);
const taken = z.object({ id: z.string(), at: z.number(), amount: amountText, limit: amountText });
const returned = z.object({ returned: z.string() });
const closed = z.object({ closed: z.literal(true) });
const line = z.union([taken, returned, closed]);

type Line = z.infer<typeof taken> | z.infer<typeof returned>;
/** Nothing behind it counts. */
const CLOSED: z.infer<typeof closed> = { closed: true };

/** Days whose files may hold what still counts: today, yesterday, and one for clocks that are put right. */
const DAYS_KEPT = 3;

/**
 * What was spent in the last 24 hours, in files that processes of one machine share, some 150 bytes per payment: whose line stands first has
 * taken first, so that nobody needs a lock, and a process that dies leaves nothing behind. What it took counts. Each day has a file of its
 * own. Who begins one closes the one before: what is written behind that line does not count, and is written again where it does. Files
 * whose payments do not count any more are removed.
 */
export class FileLedger implements SpendingLedger {
  /**
   * @param file One per payer and chain; the number of the day is added to it. Made with its folder when it is not there.
   * @param now Milliseconds since 1970.
   */
  constructor(
    private readonly file: string,
    private readonly now: () => number = Date.now,
  ) {}

  async take(amount: bigint, limit: bigint): Promise<(() => Promise<void>) | undefined> {
    const id = randomUUID();
    const written = { id, at: this.now(), amount: String(amount), limit: String(limit) };
    const lines = await this.write(written, (entry) => "id" in entry && entry.id === id);
    if (!takersOf(lines).has(id)) return undefined;
    return async () => {
      await this.write({ returned: id }, (entry) => "returned" in entry && entry.returned === id);
    };
  }

  /** Adds a line where it counts. @returns All lines that do. */
  private async write(entry: object, isIt: (line: Line) => boolean): Promise<Line[]> {
    await mkdir(path.dirname(this.file), { recursive: true, mode: 0o700 });
    for (;;) {
      const day = await this.openDay();
      await this.append(day, entry);
      const days = await this.days();
      const files = await Promise.all(days.map((each) => this.read(each)));
      // Else another process has begun the next day meanwhile.
      if (files.at(-1)?.lines.some(isIt)) {
        await this.remove(days.filter((each) => each <= day - DAYS_KEPT));
        return files.flatMap(({ lines }) => lines);
      }
    }
  }

  /** The day that is written to; those before it are closed. */
  private async openDay(): Promise<number> {
    const today = Math.floor(this.now() / DAY);
    const newest = (await this.days()).at(-1) ?? today - 1;
    const { isClosed } = await this.read(newest);
    if (newest >= today && !isClosed) return newest;
    const day = Math.max(today, newest + 1);
    // The day before as well: another process may be about to begin it.
    for (const before of new Set([newest, day - 1])) await this.append(before, CLOSED);
    return day;
  }

  private async append(day: number, entry: object): Promise<void> {
    const handle = await open(this.fileOf(day), "a", 0o600);
    try {
      // In front of it a line may have been cut off by a crash.
      await handle.appendFile(`\n${JSON.stringify(entry)}\n`);
      await handle.datasync();
    } finally {
      await handle.close();
    }
  }

  /** The days that have files, the oldest first. */
  private async days(): Promise<number[]> {
    const prefix = `${path.basename(this.file)}.`;
    const names = await readdir(path.dirname(this.file));
    const ends = names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
    return ends
      .filter((end) => /^\d{1,9}$/.test(end))
      .map(Number)
      .sort((a, b) => a - b);
  }

  private async read(day: number): Promise<{ lines: Line[]; isClosed: boolean }> {
    const all = parse((await readFile(this.fileOf(day), "utf8").catch(orGone)) ?? "");
    const end = all.findIndex((entry) => "closed" in entry);
    const counted = end < 0 ? all : all.slice(0, end);
    return { lines: counted.filter((entry): entry is Line => !("closed" in entry)), isClosed: end >= 0 };
  }

  private async remove(days: readonly number[]): Promise<void> {
    await Promise.all(days.map((day) => unlink(this.fileOf(day)).catch(orGone)));
  }

  private fileOf(day: number): string {
    return `${this.file}.${day}`;
  }
}

/** Another process may have removed an old file first. */
function orGone(error: unknown): undefined {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
  throw error;
}

/** A line that was cut off was never acted on. */
function parse(text: string): z.infer<typeof line>[] {
  return text.split("\n").flatMap((written) => {
    try {
      return [line.parse(JSON.parse(written))];
    } catch {
      return [];
    }
  });
}

/** Who got what he wanted to take: each line is judged by those before it, in every process alike. */
function takersOf(lines: readonly Line[]): Set<string> {
  const took = new Map<string, { at: number; amount: bigint }>();
  const takers = new Set<string>();
  for (const entry of lines) {
    if ("returned" in entry) {
      took.delete(entry.returned);
      continue;
    }
    const { id, at, amount, limit } = entry;
    const counted = [...took.values()].filter((other) => other.at > at - DAY);
    const spent = counted.reduce((sum, other) => sum + other.amount, 0n);
    if (spent + amount > limit) continue;
    took.set(id, { at, amount });
    takers.add(id);
  }
  return takers;
}
