import { SettlementError } from "./errors.js";

/** Limits the payments in flight. */
export class Capacity {
  private taken = 0;

  /** @param limit Payments in flight at once, counted from the request to the outcome. */
  constructor(readonly limit: number) {
    if (!Number.isSafeInteger(limit) || limit < 1) throw new RangeError("The limit must be a positive integer.");
  }

  /** Payments in flight. */
  get used(): number {
    return this.taken;
  }

  /** `QueueFull` while no slot is free. */
  get obstacle(): SettlementError | undefined {
    if (this.taken < this.limit) return undefined;
    return new SettlementError("QueueFull", `The limit of ${this.limit} payments in flight is reached.`);
  }

  /**
   * Takes one slot.
   * @returns A function that frees the slot. Calling it twice has no further effect.
   * @throws SettlementError `QueueFull`
   */
  take(): () => void {
    const { obstacle } = this;
    if (obstacle) throw obstacle;
    return this.force();
  }

  /** Takes one slot even beyond the limit: payments sent before a restart cannot be rejected. */
  force(): () => void {
    this.taken++;
    let isFreed = false;
    return () => {
      if (isFreed) return;
      isFreed = true;
      this.taken--;
    };
  }
}
