/** Milliseconds that a payer waits. */
const WAIT = 600_000;
/** The most that are remembered; beyond it the earliest are let go. */
const MOST = 10_000;

/**
 * Payers that made the facilitator pay gas for nothing: a smart wallet's code can go well in a simulation and fail on the chain, as often as
 * it likes. So it has to wait, and another wallet costs its owner more than the failure has cost here.
 */
export class Suspensions {
  /** Until when, in milliseconds since 1970. */
  private readonly until = new Map<string, number>();

  /** @param now Milliseconds since 1970. */
  constructor(private readonly now: () => number = Date.now) {}

  has(payer: string): boolean {
    const until = this.until.get(payer);
    if (until === undefined) return false;
    if (until > this.now()) return true;
    this.until.delete(payer);
    return false;
  }

  add(payer: string): void {
    this.until.delete(payer);
    this.until.set(payer, this.now() + WAIT);
    for (const first of this.until.keys()) {
      if (this.until.size <= MOST) break;
      this.until.delete(first);
    }
  }
}
