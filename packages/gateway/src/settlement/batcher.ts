/** When a batch is complete. */
export interface BatcherOptions {
  /**
   * Milliseconds for which the first payment of a batch waits for others while earlier batches are in flight, even if
   * one of them ends. Without an earlier batch nothing waits.
   */
  gather: number;
  /** Milliseconds for which it waits at most while the same earlier batches are in flight. */
  linger: number;
  /** Payments in one batch at most. */
  max: number;
}

/**
 * Collects items while an earlier batch is in flight. Under load, batches grow and each payment costs less. Without
 * load, nobody waits.
 */
export class Batcher<Item extends { readonly alone: boolean }> {
  private collected: Item[] = [];
  /** Cancels the delivery that is scheduled. */
  private cancel: (() => void) | undefined;
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

  /**
   * Adds an item. If it goes alone, it is delivered at once; if nothing is in flight, with the others of the same turn
   * of the event loop.
   */
  add(item: Item): void {
    if (item.alone) {
      this.deliver([item]);
      return;
    }
    this.collected.push(item);
    if (this.collected.length >= this.options.max) this.flush();
    else this.cancel ??= this.holds === 0 ? this.flushNext() : this.gather();
  }

  /**
   * Delays batches while a batch is in flight.
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
      if (this.isDue || this.holds === 0) this.flush();
    };
  }

  /** Delivers the collected items at once. */
  flush(): void {
    this.cancel?.();
    this.cancel = undefined;
    this.isDue = false;
    if (this.collected.length > 0) this.deliver(this.collected.splice(0));
  }

  private flushNext(): () => void {
    const immediate = setImmediate(() => {
      this.flush();
    });
    return () => {
      clearImmediate(immediate);
    };
  }

  private gather(): () => void {
    const { gather, linger } = this.options;
    const due = setTimeout(() => {
      this.isDue = true;
    }, gather);
    const end = setTimeout(
      () => {
        this.flush();
      },
      Math.max(gather, linger),
    );
    return () => {
      clearTimeout(due);
      clearTimeout(end);
    };
  }
}
