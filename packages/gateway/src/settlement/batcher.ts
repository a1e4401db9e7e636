/** When a batch is complete. */
export interface BatcherOptions {
  /** Milliseconds that the first of a batch waits for others. */
  gather: number;
  /** Milliseconds that it waits at most while an earlier batch is on its way to a block. */
  linger: number;
  /** The most that go into one batch. */
  max: number;
}

/**
 * Gathers what arrives within a few milliseconds, and longer while an earlier batch is on its way: when there is much to do, batches grow
 * and each payment costs less; when there is little, nobody waits.
 */
export class Batcher<Item extends { readonly alone: boolean }> {
  private gathered: Item[] = [];
  private timer: NodeJS.Timeout | undefined;
  /** Whether the first of those gathered has waited as long as it must. */
  private isRipe = false;
  private holds = 0;

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
        this.ripen();
      }, this.options.gather);
  }

  /** A batch is on its way. @returns Says that it has arrived; saying it twice counts once. */
  hold(): () => void {
    let isHeld = true;
    this.holds++;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.holds--;
      // A block has just come, and the next one is the first that those who wait can get into.
      if (this.isRipe) this.flush();
    };
  }

  /** Delivers what there is, without waiting. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.isRipe = false;
    if (this.gathered.length > 0) this.deliver(this.gathered.splice(0));
  }

  private ripen(): void {
    const { gather, linger } = this.options;
    if (this.holds === 0 || linger <= gather) {
      this.flush();
      return;
    }
    this.isRipe = true;
    this.timer = setTimeout(() => {
      this.flush();
    }, linger - gather);
  }
}
