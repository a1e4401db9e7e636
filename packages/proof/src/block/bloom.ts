import { getBytes, hexlify } from "ethers";
import { ETHERS, type Cryptography } from "../cryptography.js";

/** What a bloom filter takes of a log. */
export interface BloomLog {
  address: string;
  topics: readonly string[];
}

const BYTES = 256;

/** The bloom filter without entries. */
export const EMPTY_BLOOM = `0x${"00".repeat(BYTES)}`;

/** The bloom filter of logs: three bits for each address and topic. */
export function bloomOf(logs: readonly BloomLog[], { keccak256 } = ETHERS): string {
  if (logs.length === 0) return EMPTY_BLOOM;
  const bloom = new Uint8Array(BYTES);
  for (const { address, topics } of logs) {
    add(bloom, address, keccak256);
    for (const topic of topics) add(bloom, topic, keccak256);
  }
  return hexlify(bloom);
}

/** The bloom filter of everything that is in one of these. */
export function joinedBloom(blooms: readonly string[]): string {
  const filled = blooms.filter((bloom) => bloom !== EMPTY_BLOOM);
  const [first = EMPTY_BLOOM] = filled;
  if (filled.length < 2) return first;
  const joined = new Uint8Array(BYTES);
  for (const bloom of filled) {
    for (const [index, byte] of getBytes(bloom).entries()) joined[index] = (joined[index] ?? 0) | byte;
  }
  return hexlify(joined);
}

function add(bloom: Uint8Array, entry: string, keccak256: Cryptography["keccak256"]): void {
  for (const bit of bitsOf(entry, keccak256)) {
    const index = BYTES - 1 - (bit >> 3);
    bloom[index] = (bloom[index] ?? 0) | (1 << (bit & 7));
  }
}

/** Most chains repeat a few contracts, events and parties. */
const MAX_KNOWN = 10_000;
const known = new Map<string, readonly number[]>();

function bitsOf(entry: string, keccak256: Cryptography["keccak256"]): readonly number[] {
  const before = known.get(entry);
  if (before !== undefined) return before;
  const hash = keccak256(entry);
  const bits = [2, 6, 10].map((start) => parseInt(hash.slice(start, start + 4), 16) % (BYTES * 8));
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(entry, bits);
  return bits;
}
