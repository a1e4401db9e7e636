/** When a batch is complete. */
export interface BatcherOptions {
  /** Milliseconds that the first of a batch waits for others. */
  gather: number;
  /** The most that go into one batch. */
  max: number;
}

/** Gathers what arrives within a few milliseconds. */
export class Batcher<Item extends { readonly alone: boolean }> {
  private gathered: Item[] = [];
  private timer: NodeJS.Timeout | undefined;

  /** @param deliver Told each batch, the earliest items first. Must not throw. */
  constructor(
    private readonly options: BatcherOptions,
    private readonly deliver: (batch: Item[]) => void,
  ) {
    if (!Number.isSafeInteger(options.max) || options.max < 1) throw new RangeError("A batch holds one item at least.");
  }

  /** Items that wait for their batch. */
  get size(): number {
    return this.gathered.length;
  }

  /** Takes an item. One that goes alone waits for nobody. */
  add(item: Item): void {
    if (item.alone) {
      this.deliver([item]);
      return;
    }
    this.gathered.push(item);
    if (this.gathered.length >= this.options.max) this.flush();
    else
      this.timer ??= setTimeout(() => {
        this.flush();
      }, this.options.gather);
  }

  /** Delivers what there is, without waiting. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.gathered.length > 0) this.deliver(this.gathered.splice(0));
  }
}
