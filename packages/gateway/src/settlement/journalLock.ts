import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { SettlementError } from "./errors.js";

const written = z.object({
  pid: z.number().int().positive(),
  /** When the process began, as its system counts; null where the system does not say. */
  began: z.string().nullable(),
  /** Differs from lock to lock. */
  token: z.string(),
});
type Owner = z.infer<typeof written>;

/**
 * Lets one process at a time use a journal, by a file beside it. A process that was killed leaves the file behind; the next one takes it
 * over, since the file says which process it was. All of them must run on one machine and see each other.
 */
export class JournalLock {
  private constructor(
    private readonly file: string,
    private readonly token: string,
  ) {}

  /**
   * @param journal Path of the journal. Its folder must be there.
   * @throws SettlementError `JournalInUse`, with the path and the number of the process
   */
  static take(journal: string): JournalLock {
    const file = `${journal}.lock`;
    const owner: Owner = { pid: process.pid, began: beginOf(process.pid), token: randomUUID() };
    const own = `${file}.${owner.token}`;
    // Written beside and linked: whoever sees the lock can read it whole.
    writeFileSync(own, JSON.stringify(owner), { mode: 0o600 });
    try {
      while (!isLinked(own, file)) {
        const other = ownerOf(file);
        if (other !== undefined && isAlive(other)) throw inUse(journal, other);
        remove(file, other);
      }
    } finally {
      rmSync(own, { force: true });
    }
    return new JournalLock(file, owner.token);
  }

  /** Lets others use the journal. */
  release(): void {
    if (ownerOf(this.file)?.token === this.token) rmSync(this.file, { force: true });
  }
}

/** Gives the file a second name, unless that is taken. */
function isLinked(own: string, file: string): boolean {
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if (isCode(error, "EEXIST")) return false;
    throw error;
  }
}

/** Takes a dead lock away, and nothing that another process put in its place meanwhile. */
function remove(file: string, dead: Owner | undefined): void {
  const aside = `${file}.${randomUUID()}.dead`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (isCode(error, "ENOENT")) return;
    throw error;
  }
  if (ownerOf(aside)?.token !== dead?.token) isLinked(aside, file);
  rmSync(aside, { force: true });
}

/** Undefined when the file is gone or makes no sense: nobody can hold that. */
function ownerOf(file: string): Owner | undefined {
  try {
    return written.safeParse(JSON.parse(readFileSync(file, "utf8"))).data;
  } catch (error) {
    if (error instanceof SyntaxError || isCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

function isAlive({ pid, began }: Owner): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // A process of somebody else's is one, too.
    if (!isCode(error, "EPERM")) return false;
  }
  // Numbers are given again, in a container even the same after each start.
  const now = beginOf(pid);
  return began === null || now === null || began === now;
}

/** When a process began: the boot and the ticks since, on Linux; null elsewhere. */
function beginOf(pid: number): string | null {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name of the program, in brackets, may contain anything; after it the 20th word is meant.
    const ticks = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
    return `${boot} ${ticks}`;
  } catch {
    return null;
  }
}

function inUse(path: string, { pid }: Owner): SettlementError {
  const message = `The journal ${path} is in use by process ${pid}: one facilitator at a time may use it.`;
  return new SettlementError("JournalInUse", message, undefined, { path, pid });
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
