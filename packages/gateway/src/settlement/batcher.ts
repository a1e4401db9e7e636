/** When a batch is complete. */
export interface BatcherOptions {
  /** Milliseconds for which the first payment of a batch waits for others. */
  gather: number;
  /** Milliseconds for which it waits at most while an earlier batch is in flight. */
  linger: number;
  /** Payments in one batch at most. */
  max: number;
}

/**
 * Collects items for a few milliseconds, and longer while an earlier batch is in flight. Under load, batches grow and
 * each payment costs less. Without load, nobody waits.
 */
export class Batcher<Item extends { readonly alone: boolean }> {
  private collected: Item[] = [];
  private timer: NodeJS.Timeout | undefined;
  /** Whether the first collected item has waited for `gather`. */
  private isDue = false;
  private holds = 0;

  /** @param deliver Receives each batch, earliest items first. Must not throw. */
  constructor(
    private readonly options: BatcherOptions,
    private readonly deliver: (batch: Item[]) => void,
  ) {
    if (!Number.isSafeInteger(options.max) || options.max < 1) {
      throw new RangeError("A batch must allow at least one payment.");
    }
  }

  /** Items that wait for their batch. */
  get size(): number {
    return this.collected.length;
  }

  /** Adds an item. An item that goes alone is delivered at once. */
  add(item: Item): void {
    if (item.alone) {
      this.deliver([item]);
      return;
    }
    this.collected.push(item);
    if (this.collected.length >= this.options.max) this.flush();
    else
      this.timer ??= setTimeout(() => {
        this.endGathering();
      }, this.options.gather);
  }

  /**
   * Delays due batches while a batch is in flight.
   * @returns A function that ends the delay. Calling it twice has no further effect.
   */
  hold(): () => void {
    let isHeld = true;
    this.holds++;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.holds--;
      // A block was just mined: the next one is the first that can include the items that wait.
      if (this.isDue) this.flush();
    };
  }

  /** Delivers the collected items at once. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.isDue = false;
    if (this.collected.length > 0) this.deliver(this.collected.splice(0));
  }

  private endGathering(): void {
    const { gather, linger } = this.options;
    if (this.holds === 0 || linger <= gather) {
      this.flush();
      return;
    }
    this.isDue = true;
    this.timer = setTimeout(() => {
      this.flush();
    }, linger - gather);
  }
}
