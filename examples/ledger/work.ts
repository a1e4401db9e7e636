import { hashOf, type Block } from "./block.ts";

/** A hash below it counts: on average one in 2^12 does. With Bitcoin it is about one in 2^80, and the target moves. */
export const TARGET = 2n ** 256n / 2n ** 12n;

/** Whether H(nonce || previous || data) < target. Checking takes one hash, however long the search took. */
export function hasWork(block: Block, target = TARGET): boolean {
  return BigInt(`0x${hashOf(block)}`) < target;
}

/** Searches for a nonce. */
export function mine(draft: Omit<Block, "nonce">, target = TARGET): Block {
  for (let nonce = 0; ; nonce++) {
    const block = { ...draft, nonce };
    if (hasWork(block, target)) return block;
  }
}

/** Hashes that a chain took on average: of two chains, the one with more work is followed. */
export function workOf(chain: readonly Block[], target = TARGET): bigint {
  return BigInt(chain.length) * (2n ** 256n / target);
}
