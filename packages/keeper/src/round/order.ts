import { keccak256, toUtf8Bytes } from "ethers";

/** A share from 0 to 1 that depends on the keeper and the piece of work only, and looks random. */
function shareOf(account: string, key: string): number {
  const digits = keccak256(toUtf8Bytes(`${account.toLowerCase()} ${key}`)).slice(2, 14);
  return Number.parseInt(digits, 16) / 16 ** digits.length;
}

/** A piece of work and when its turn comes. */
export interface Turn<Work> {
  work: Work;
  /** Milliseconds after the start of the round. */
  delay: number;
}

/**
 * Puts work into the keeper's own order, spread over a time. Each keeper has another order, so two of them rarely do
 * the same thing at the same time, without knowing of each other.
 */
export function inOwnOrder<Work extends { key: string }>(
  account: string,
  works: readonly Work[],
  spread: number,
): Turn<Work>[] {
  return works
    .map((work) => ({ work, share: shareOf(account, work.key) }))
    .sort((a, b) => a.share - b.share)
    .map(({ work, share }) => ({ work, delay: Math.floor(share * spread) }));
}
