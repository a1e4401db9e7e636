import { at } from "../fixtures/at.js";

/** Numbers that depend on the seed alone (mulberry32), so that a run can be repeated. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** 0 to limit - 1; the limit is at most 2**32. */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  }

  chance(percent: number): boolean {
    return this.below(100) < percent;
  }

  pick<Item>(items: readonly Item[]): Item {
    return at(items, this.below(items.length));
  }

  /** A whole number of at most so many bits. */
  bits(count: number): bigint {
    let value = 0n;
    for (let left = count; left > 0; left -= 32) {
      const width = Math.min(left, 32);
      value = (value << BigInt(width)) | BigInt(this.below(2 ** width));
    }
    return value;
  }

  /** At least 1; small and large numbers are as likely, up to so many bits. */
  amount(maxBits: number): bigint {
    return this.bits(1 + this.below(maxBits)) || 1n;
  }

  /** From the first to the last, both included; less than 2**32 apart. */
  between(first: bigint, last: bigint): bigint {
    return first + BigInt(this.below(Number(last - first) + 1));
  }
}
