/** Milliseconds of a suspension. */
const DURATION = 600_000;
/** Suspended payers at most. Beyond it, the earliest ones are released. */
const MAX_PAYERS = 10_000;

/**
 * Payers that made the facilitator pay gas for a failed payment. The code of a smart wallet can pass a simulation and
 * then fail on chain, as often as it likes. A suspension makes that unprofitable: deploying another wallet costs more
 * than the failure cost the facilitator.
 */
export class Suspensions {
  /** End of each suspension, in milliseconds since 1970. */
  private readonly expiresAt = new Map<string, number>();

  /** @param now Returns milliseconds since 1970. */
  constructor(private readonly now: () => number = Date.now) {}

  has(payer: string): boolean {
    const expiresAt = this.expiresAt.get(payer);
    if (expiresAt === undefined) return false;
    if (expiresAt > this.now()) return true;
    this.expiresAt.delete(payer);
    return false;
  }

  add(payer: string): void {
    this.expiresAt.delete(payer);
    this.expiresAt.set(payer, this.now() + DURATION);
    for (const earliest of this.expiresAt.keys()) {
      if (this.expiresAt.size <= MAX_PAYERS) break;
      this.expiresAt.delete(earliest);
    }
  }
}
