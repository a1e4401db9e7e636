import { randomUUID } from "node:crypto";
import { mkdir, open, readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { DAY, type SpendingLedger } from "./spending.js";

const amountText = z
  .string()
  .regex(/^\d{1,78}$/)
  .transform(BigInt);
const taken = z.object({ id: z.string(), at: z.number(), amount: amountText, limit: amountText });
const returned = z.object({ returned: z.string() });
const line = z.union([taken, returned]);

type Line = z.infer<typeof line>;

/**
 * What was spent in the last 24 hours, in a file that processes of one machine share. It only grows, by some 150 bytes per payment: whose
 * line stands first in it has taken first, so that nobody needs a lock, and a process that dies leaves nothing behind. What it took counts.
 */
export class FileLedger implements SpendingLedger {
  /** @param file One per payer and chain; made with its folder when it is not there. @param now Milliseconds since 1970. */
  constructor(
    private readonly file: string,
    private readonly now: () => number = Date.now,
  ) {}

  async take(amount: bigint, limit: bigint): Promise<(() => Promise<void>) | undefined> {
    const id = randomUUID();
    await this.append({ id, at: this.now(), amount: String(amount), limit: String(limit) });
    if (!takersOf(parse(await readFile(this.file, "utf8"))).has(id)) return undefined;
    return () => this.append({ returned: id });
  }

  private async append(entry: object): Promise<void> {
    await mkdir(path.dirname(this.file), { recursive: true, mode: 0o700 });
    const handle = await open(this.file, "a", 0o600);
    try {
      // In front of it a line may have been cut off by a crash.
      await handle.appendFile(`\n${JSON.stringify(entry)}\n`);
      await handle.datasync();
    } finally {
      await handle.close();
    }
  }
}

/** A line that was cut off was never acted on. */
function parse(text: string): Line[] {
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
