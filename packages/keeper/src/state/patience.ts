import type { Due, DutyKind } from "../duties/duty.js";

interface Seen {
  /** Milliseconds since 1970. */
  since: number;
  amount: bigint | undefined;
}

/**
 * Remembers since when things have been due, by the clock of this machine: that of a local chain may jump. It begins
 * anew at each start.
 */
export class Patience {
  readonly #seen = new Map<DutyKind, Map<string, Seen>>();

  /**
   * Takes all that is due of a kind, and returns what has been due for long enough.
   * @param wait How long, in milliseconds.
   * @param now In milliseconds since 1970.
   */
  ripe<Data>(kind: DutyKind, dues: readonly Due<Data>[], wait: number, now: number): Due<Data>[] {
    const before = this.#seen.get(kind);
    const seen = new Map(dues.map((due) => [due.key, seenOf(before?.get(due.key), due, now)]));
    this.#seen.set(kind, seen);
    return dues.filter(({ key }) => now - (seen.get(key)?.since ?? now) >= wait);
  }
}

/** A stream owes something all the time: if it owes less than before, somebody has claimed, and the wait begins anew. */
function seenOf(before: Seen | undefined, { amount }: Due<unknown>, now: number): Seen {
  if (before === undefined) return { since: now, amount };
  const isLess = amount !== undefined && before.amount !== undefined && amount < before.amount;
  return { since: isLess ? now : before.since, amount };
}
