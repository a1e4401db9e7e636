import type { Chain } from "../chain/chain.js";
import type { Cursor, Store } from "../store/store.js";

/**
 * Finds the newest indexed block that is still on the node's chain. If a block is, so are all before it: a search with
 * growing steps and then by halves takes few requests however deep the reorganization is.
 * @param head Number of the node's last block.
 * @returns undefined when none is
 * @throws BlockUnknownError; the node's errors
 */
export async function commonAncestor(store: Store, chain: Chain, head: number): Promise<Cursor | undefined> {
  const count = await store.countBlocks(head);
  // Blocks by age, 0 the newest: that of `gone` is not on the chain, that of `there` is; `count` stands for none.
  let gone = -1;
  let there = count;
  for (let age = 0; age < count; age = Math.min(age * 2 + 1, Math.max(age + 1, count - 1))) {
    if (await isOnChain(chain, await store.blockOfAge(head, age))) {
      there = age;
      break;
    }
    gone = age;
  }
  while (there - gone > 1) {
    const middle = Math.floor((gone + there) / 2);
    if (await isOnChain(chain, await store.blockOfAge(head, middle))) there = middle;
    else gone = middle;
  }
  return there === count ? undefined : store.blockOfAge(head, there);
}

/** @throws BlockUnknownError where the node lags behind the head that it named: that is no reorganization */
async function isOnChain(chain: Chain, { block, hash }: Cursor): Promise<boolean> {
  return (await chain.header(block)).hash === hash;
}
