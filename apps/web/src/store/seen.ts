import { createStore } from "./store.ts";

/**
 * The block of the user's last confirmed transaction. Lists wait until the index has it, so that nobody misses what he
 * has just done. Each network has its own.
 */
const seen = createStore<Readonly<Record<string, number>>>({});

/** The block that lists must include; undefined before the first transaction. */
export function seenBlock(networkId: string): number | undefined {
  return seen.get()[networkId];
}

/** Called with the block of each receipt. */
export function seeBlock(networkId: string, block: number): void {
  seen.set((blocks) => ({ ...blocks, [networkId]: Math.max(block, blocks[networkId] ?? 0) }));
}
