import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "../lib/log.js";
import type { Program } from "./program.js";
import type { ProgramName } from "./ports.js";

/**
 * The order in which the programs stop, and how many milliseconds each may take: first what takes requests, then what
 * sends, then what only reads, and the chain when nobody needs it any more. Facilitator and keeper wait 5 seconds for
 * what is in flight.
 */
const ORDER: readonly (readonly [ProgramName, number])[] = [
  ["web page", 2_000],
  ["facilitator", 8_000],
  ["keeper", 8_000],
  ["monitor", 5_000],
  ["indexer", 5_000],
  ["chain", 2_000],
];

/** A second Ctrl-C within this time is the same one: npm passes on what its child got from the terminal already. */
const SAME_MS = 500;

/** Exit code of a process that Ctrl-C ended. */
const INTERRUPTED = 130;

/**
 * Stops programs one after the other. One that fails or takes too long does not keep the others from stopping.
 * @param onStopped Called after each.
 */
export async function stopAll(
  programs: readonly Program[],
  print: Log,
  onStopped: (name: ProgramName) => void,
): Promise<void> {
  for (const [name, limit] of ORDER) {
    const program = programs.find((one) => one.name === name);
    if (program === undefined) continue;
    const waiting = new AbortController();
    const late = sleep(limit, `did not stop within ${limit / 1_000} s`, { signal: waiting.signal }).catch(
      () => undefined,
    );
    const stopped = program.stop().then(
      () => undefined,
      (error: unknown) => `failed to stop: ${error instanceof Error ? error.message : String(error)}`,
    );
    const fault = await Promise.race([stopped, late]);
    waiting.abort();
    if (fault !== undefined) print(`The ${name} ${fault}.`);
    onStopped(name);
  }
}

/** Aborted by the first Ctrl-C or SIGTERM. The second one ends the process at once. */
export function stopSignal(): AbortSignal {
  const stopping = new AbortController();
  let firstAt: number | undefined;
  const stop = () => {
    if (firstAt === undefined) {
      firstAt = performance.now();
      stopping.abort();
    } else if (performance.now() - firstAt > SAME_MS) {
      process.exit(INTERRUPTED);
    }
  };
  process.on("SIGINT", stop).on("SIGTERM", stop);
  return stopping.signal;
}
