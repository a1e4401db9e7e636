import { readFile } from "node:fs/promises";
import * as z from "zod";
import { replaceFile } from "@servicecoin/daemon";

/** A thing that failed, and when it may be tried again. */
export interface Aside {
  key: string;
  /** How often it has failed in a row. */
  failures: number;
  /** Milliseconds since 1970. */
  until: number;
  /** Why it failed last. */
  reason: string;
}

/** The first pause in milliseconds; each further one is four times as long, up to a day. */
const FIRST_PAUSE = 60_000;
const GROWTH = 4;
const LONGEST_PAUSE = 86_400_000;

/** How long after its pause a thing is remembered that is not tried again: it may have become moot. */
const MEMORY = 30 * 86_400_000;

const FILE = z.array(
  z.object({ key: z.string(), failures: z.int().positive(), until: z.number(), reason: z.string() }),
);

/** Things that failed and are left alone for a while. In a file, so that a restart does not forget them. */
export class SetAside {
  readonly #file: string;
  readonly #entries: Map<string, Aside>;
  #writing: Promise<void> = Promise.resolve();

  private constructor(file: string, entries: readonly Aside[]) {
    this.#file = file;
    this.#entries = new Map(entries.map((entry) => [entry.key, entry]));
  }

  /** Reads the file. One that is damaged is begun anew: what it forgets is tried once more. */
  static async open(file: string): Promise<SetAside> {
    const text = await readFile(file, "utf8").catch(() => "[]");
    return new SetAside(file, parse(text));
  }

  /** All things that are waiting at a time. */
  waiting(now: number): Aside[] {
    return [...this.#entries.values()].filter(({ until }) => until > now);
  }

  isWaiting(key: string, now: number): boolean {
    return (this.#entries.get(key)?.until ?? 0) > now;
  }

  /** Sets a thing aside for longer than the last time. */
  async add(key: string, reason: string, now: number): Promise<Aside> {
    const failures = (this.#entries.get(key)?.failures ?? 0) + 1;
    const pause = Math.min(FIRST_PAUSE * GROWTH ** (failures - 1), LONGEST_PAUSE);
    const entry = { key, failures, until: now + pause, reason };
    this.#entries.set(key, entry);
    for (const { key: old, until } of this.#entries.values()) if (until + MEMORY < now) this.#entries.delete(old);
    await this.#write();
    return entry;
  }

  /** Forgets the failures of things that were done. */
  async clear(keys: readonly string[]): Promise<void> {
    const known = keys.filter((key) => this.#entries.delete(key));
    if (known.length > 0) await this.#write();
  }

  /** One write after the other. */
  #write(): Promise<void> {
    const write = () => replaceFile(this.#file, `${JSON.stringify([...this.#entries.values()])}\n`);
    this.#writing = this.#writing.then(write, write);
    return this.#writing;
  }
}

function parse(text: string): Aside[] {
  try {
    return FILE.parse(JSON.parse(text));
  } catch {
    return [];
  }
}
