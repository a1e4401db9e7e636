import { sha256 } from "./block.ts";

/** What each validator has deposited. */
export type Stakes = Readonly<Record<string, bigint>>;

/**
 * Elects the maker of a block: a ticket is drawn from all deposited coins, so each validator is elected in proportion
 * to its stake. Everyone draws the same ticket from the block before. The maker of that block can influence the draw;
 * Ethereum counters this with random numbers that validators commit to beforehand.
 */
export function elected(stakes: Stakes, previous: string, number: number): string {
  const validators = Object.entries(stakes).sort(([a], [b]) => (a < b ? -1 : 1));
  const total = validators.reduce((sum, [, stake]) => sum + stake, 0n);
  if (total <= 0n) throw new RangeError(`The stakes are ${total} coins in all, and nobody can be elected`);
  // 256 bits are far more than the stakes, so the remainder favors nobody by a measurable amount.
  let ticket = BigInt(`0x${sha256(`${previous} ${number}`)}`) % total;
  for (const [validator, stake] of validators) {
    if (ticket < stake) return validator;
    ticket -= stake;
  }
  throw new RangeError("A stake is negative");
}
