import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { randomUUID } from "node:crypto";
import * as z from "zod";
import { TransactionError } from "./errors.js";

const written = z.object({
  pid: z.number().int().positive(),
  /** When the process started, as its system counts; null where the system does not report it. */
  began: z.string().nullable(),
  /** Unique per lock. */
  token: z.string(),
});
type Owner = z.infer<typeof written>;

/**
 * Allows one process at a time to use a journal, through a lock file next to it. A killed process leaves the file
 * behind. The file names its process, so the next one detects that and takes the lock over. All processes must run on
 * one machine and see each other.
 */
export class JournalLock {
  private constructor(
    private readonly file: string,
    private readonly token: string,
  ) {}

  /**
   * @param journal Path of the journal. Its folder must exist.
   * @throws TransactionError `JournalInUse`, with the path and the process id
   */
  static take(journal: string): JournalLock {
    const file = `${journal}.lock`;
    const owner: Owner = { pid: process.pid, began: beginOf(process.pid), token: randomUUID() };
    const own = `${file}.${owner.token}`;
    // Written to a temporary file and then linked, so that the lock file is always complete.
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

  /** Releases the lock, unless another process has taken it over. */
  release(): void {
    if (ownerOf(this.file)?.token === this.token) rmSync(this.file, { force: true });
  }
}

/** Links the file under a second name. @returns Whether the name was free. */
function isLinked(own: string, file: string): boolean {
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if (isCode(error, "EEXIST")) return false;
    throw error;
  }
}

/** Removes a stale lock, but not one that another process has created in the meantime. */
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

/** Returns undefined if the file is gone or malformed: no process can own such a lock. */
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
    // The process exists but belongs to another user.
    if (!isCode(error, "EPERM")) return false;
  }
  // Process ids are reused; in a container, each start may get the same id.
  const now = beginOf(pid);
  return began === null || now === null || began === now;
}

/** Returns when a process started, as boot id and ticks since boot, on Linux; null elsewhere. */
function beginOf(pid: number): string | null {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The program name, in parentheses, may contain anything. The start time is the 20th word after it.
    const ticks = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
    return `${boot} ${ticks}`;
  } catch {
    return null;
  }
}

function inUse(path: string, { pid }: Owner): TransactionError {
  const message = `The journal ${path} is in use by process ${pid}. Only one process at a time may use it.`;
  return new TransactionError("JournalInUse", message, undefined, { path, pid });
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
