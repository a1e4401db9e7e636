import { SettlementError } from "./errors.js";

/** Says how full the gateway is, and refuses what is too much. */
export class Capacity {
  private taken = 0;

  /** @param limit Payments under way at once, from being asked for to their outcome. */
  constructor(readonly limit: number) {
    if (!Number.isSafeInteger(limit) || limit < 1) throw new RangeError("The limit is a whole number from 1 on.");
  }

  /** Payments under way. */
  get used(): number {
    return this.taken;
  }

  /** Why there is no place now, if so: `QueueFull`. */
  get obstacle(): SettlementError | undefined {
    if (this.taken < this.limit) return undefined;
    return new SettlementError("QueueFull", `${this.limit} payments are under way, which is the most.`);
  }

  /**
   * Takes one place.
   * @returns Gives the place back; giving it back twice counts once.
   * @throws SettlementError `QueueFull`
   */
  take(): () => void {
    const { obstacle } = this;
    if (obstacle) throw obstacle;
    this.taken++;
    return this.place();
  }

  /** Takes one place although there may be none: for what was sent before a restart, and cannot be refused. */
  force(): () => void {
    this.taken++;
    return this.place();
  }

  private place(): () => void {
    let given = false;
    return () => {
      if (given) return;
      given = true;
      this.taken--;
    };
  }
}
