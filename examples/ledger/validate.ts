import { hashOf, NOTHING_BEFORE, type Block } from "./block.ts";
import { elected, type Stakes } from "./stake.ts";
import { hasWork } from "./work.ts";

/** The first block that is wrong, and why. */
export interface Fault {
  block: number;
  reason: string;
}

/**
 * Checks a chain: numbers, links, and that each block was costly or its maker was elected.
 * @param stakes With them a block needs the elected validator, without them work.
 * @returns The first fault, or undefined for a valid chain
 */
export function faultIn(chain: readonly Block[], stakes?: Stakes): Fault | undefined {
  let previous = NOTHING_BEFORE;
  for (const [number, block] of chain.entries()) {
    const reason = reasonAgainst(block, number, previous, stakes);
    if (reason !== undefined) return { block: number, reason };
    previous = hashOf(block);
  }
  return undefined;
}

function reasonAgainst(block: Block, number: number, previous: string, stakes: Stakes | undefined): string | undefined {
  if (block.number !== number) return `its number is ${block.number}`;
  if (block.previous !== previous) return "it does not have the hash of the block before";
  if (stakes === undefined) return hasWork(block) ? undefined : "its hash is not below the target";
  const turn = elected(stakes, previous, number);
  return block.validator === turn ? undefined : `${turn} was elected, not ${block.validator ?? "nobody"}`;
}
