import type { Finished, Outcome } from "@servicecoin/tx";
import type { Purpose } from "./purpose.js";

const DAY = 86_400;

/**
 * What the transactions of the day have cost. The journal is its memory: it adds every finished transaction again at
 * each start, so no crash loses what was spent.
 */
export class Budget {
  #finished: Finished<Purpose, Outcome>[] = [];

  /** Remembers a finished transaction. */
  add(purpose: Purpose, result: Outcome): void {
    this.#finished.push({ purpose, result });
  }

  /** What the journal must keep: the transactions of the last day of work. */
  entries(): Iterable<Finished<Purpose, Outcome>> {
    const lastDay = Math.max(0, ...this.#finished.map(({ purpose }) => dayOf(purpose.at)));
    this.#finished = this.#finished.filter(({ purpose }) => dayOf(purpose.at) === lastDay);
    return this.#finished;
  }

  /** Wei that the finished transactions of a day cost. @param now In seconds since 1970. */
  spent(now: number): bigint {
    return this.#finished
      .filter(({ purpose }) => dayOf(purpose.at) === dayOf(now))
      .reduce((sum, { result }) => sum + (result.fee ?? 0n), 0n);
  }
}

/** The most that transactions in flight are expected to cost, in wei. */
export function reservedBy(purposes: readonly Purpose[]): bigint {
  return purposes.reduce((sum, { reserved }) => sum + BigInt(reserved), 0n);
}

function dayOf(seconds: number): number {
  return Math.floor(seconds / DAY);
}
