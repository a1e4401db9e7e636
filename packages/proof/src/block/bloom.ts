import { getBytes, hexlify, keccak256 } from "ethers";

/** What a bloom filter takes of a log. */
export interface BloomLog {
  address: string;
  topics: readonly string[];
}

const BYTES = 256;

/** The bloom filter without entries. */
export const EMPTY_BLOOM = `0x${"00".repeat(BYTES)}`;

/** The bloom filter of logs: three bits for each address and topic. */
export function bloomOf(logs: readonly BloomLog[]): string {
  if (logs.length === 0) return EMPTY_BLOOM;
  const bloom = new Uint8Array(BYTES);
  for (const { address, topics } of logs) {
    for (const entry of [address, ...topics]) add(bloom, entry);
  }
  return hexlify(bloom);
}

/** The bloom filter of everything that is in one of these. */
export function joinedBloom(blooms: readonly string[]): string {
  const joined = new Uint8Array(BYTES);
  for (const bloom of blooms) {
    if (bloom === EMPTY_BLOOM) continue;
    for (const [index, byte] of getBytes(bloom).entries()) joined[index] = (joined[index] ?? 0) | byte;
  }
  return hexlify(joined);
}

function add(bloom: Uint8Array, entry: string): void {
  const hash = keccak256(entry);
  for (const start of [2, 6, 10]) {
    const bit = parseInt(hash.slice(start, start + 4), 16) % (BYTES * 8);
    const index = BYTES - 1 - (bit >> 3);
    bloom[index] = (bloom[index] ?? 0) | (1 << (bit & 7));
  }
}
