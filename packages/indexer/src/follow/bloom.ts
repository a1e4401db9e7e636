import { getBytes, keccak256 } from "ethers";

/** Positions of the three bits of a contract in the bloom filter of a block (yellow paper, 4.3.1). */
function bitsOf(address: string): [byte: number, mask: number][] {
  const hash = getBytes(keccak256(address));
  return [0, 2, 4].map((at) => {
    const bit = (((hash[at] as number) << 8) | (hash[at + 1] as number)) & 2047;
    return [255 - (bit >> 3), 1 << (bit & 7)];
  });
}

/**
 * Returns whether the bloom filter of a block says that one of the contracts may have written a log. It is wrong now
 * and then when it says yes, and never when it says no.
 */
export function bloomMatcher(addresses: readonly string[]): (bloom: string) => boolean {
  const all = addresses.map(bitsOf);
  return (bloom) => {
    const byteAt = (index: number): number => parseInt(bloom.slice(2 + index * 2, 4 + index * 2), 16);
    return all.some((bits) => bits.every(([byte, mask]) => (byteAt(byte) & mask) !== 0));
  };
}
