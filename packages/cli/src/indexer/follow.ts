import type { Indexer, IndexStatus } from "@servicecoin/indexer";
import { harmless } from "../output/harmless.js";
import { grouped, time } from "../output/value.js";
import type { Session } from "../session/session.js";
import { progressLine, SyncRate, type SyncProgress } from "./syncRate.js";

/** Milliseconds between two looks at the status, and between two lines about a sync where there is no terminal. */
const LOOK_EVERY = 250;
const LINE_EVERY = 10_000;

/** Milliseconds without a new block after which an index that is not ready says why. */
const STALLED = 2_000;

/**
 * Runs an indexer until the signal is aborted, and says how far it is.
 * @param firstBlock Block of the deployment.
 * @throws as `Indexer.run`
 */
export async function follow(
  session: Session,
  indexer: Indexer,
  firstBlock: number,
  signal: AbortSignal,
): Promise<void> {
  const { out } = session;
  await out.during("Indexing", async (show) => {
    const reporter = new Reporter(firstBlock, out.showsProgress, show, (line) => {
      out.note(line);
    });
    const report = () => {
      reporter.report(indexer.status, Date.now());
    };
    // A step may read all of the history.
    const timer = setInterval(report, LOOK_EVERY);
    try {
      await indexer.run(signal, report);
    } finally {
      clearInterval(timer);
    }
  });
}

/** Says what changed since the last report. */
export class Reporter {
  readonly #rate: SyncRate;
  readonly #isTerminal: boolean;
  readonly #show: (line: string) => void;
  readonly #note: (line: string) => void;
  #said: string | undefined;
  #block = -1;
  #advancedAt: number | undefined;
  #lineAt = -Infinity;
  #faults = 0;

  /**
   * @param firstBlock Block of the deployment.
   * @param show Changes the line of a terminal.
   * @param note Prints a line.
   */
  constructor(firstBlock: number, isTerminal: boolean, show: (line: string) => void, note: (line: string) => void) {
    this.#rate = new SyncRate(firstBlock);
    this.#isTerminal = isTerminal;
    this.#show = show;
    this.#note = note;
  }

  /** @param now In milliseconds. */
  report(status: IndexStatus, now: number): void {
    this.#reportFaults(status);
    const block = status.cursor?.block ?? -1;
    const hasAdvanced = block > this.#block;
    this.#block = block;
    if (hasAdvanced || this.#advancedAt === undefined) this.#advancedAt = now;
    const progress = this.#rate.observe(status, now);
    if (status.ready) {
      this.#say("ready", readyLine(status));
      this.#show(readyLine(status));
    } else if (hasAdvanced && progress !== undefined) {
      this.#said = undefined;
      this.#showProgress(progress, now);
    } else if (now - this.#advancedAt >= STALLED) {
      const reason = status.reason ?? "no reason is known";
      this.#say(reason, `Not ready: ${harmless(reason)}.`);
    }
  }

  #reportFaults({ nodeFaults }: IndexStatus): void {
    const { count = 0, last } = nodeFaults ?? {};
    if (last === undefined || count === this.#faults) return;
    this.#faults = count;
    this.#note(`Block ${grouped(last.block)} of ${last.node} does not recompute: ${harmless(last.message)}`);
  }

  #showProgress(progress: SyncProgress, now: number): void {
    if (this.#isTerminal) {
      this.#show(progressLine(progress, true));
    } else if (now - this.#lineAt >= LINE_EVERY) {
      this.#lineAt = now;
      this.#note(progressLine(progress, false));
    }
  }

  #say(what: string, line: string): void {
    if (this.#said === what) return;
    this.#said = what;
    this.#note(line);
  }
}

function readyLine({ cursor }: IndexStatus): string {
  return cursor === undefined
    ? "Ready: the chain has no block of the deployment yet."
    : `Ready at block ${grouped(cursor.block)} of ${time(BigInt(cursor.time))}.`;
}
