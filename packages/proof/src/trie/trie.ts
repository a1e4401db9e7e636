import { quantity } from "../block/fields.js";
import { rlp, type RlpItem } from "../block/rlp.js";
import { ETHERS, type Cryptography } from "../cryptography.js";

/** A key as hex digits, and its value as hex. */
interface Entry {
  path: string;
  value: string;
}

/** The root of a trie without entries. */
export const EMPTY_ROOT = ETHERS.keccak256("0x80");

/** The hex encoding of a node and, on the path to a key, those of the nodes below it. */
interface Built {
  node: RlpItem[];
  encoded: string;
  proof: string[];
}

/** How nodes are built. */
interface Way {
  /** Path of the key to prove. */
  target?: string;
  keccak256: Cryptography["keccak256"];
}

/** The root of the Merkle-Patricia trie of a list, each value under the encoding of its index (EIP-2718). */
export function rootOfList(values: readonly string[], { keccak256 } = ETHERS): string {
  return values.length === 0 ? EMPTY_ROOT : keccak256(build(entriesOf(values), 0, { keccak256 }).encoded);
}

/**
 * The nodes from the root to the value at an index, of the trie that `rootOfList` takes the root of. Nodes of less than
 * 32 bytes are in the node above them.
 */
export function proofInList(values: readonly string[], index: number): string[] {
  const { keccak256 } = ETHERS;
  return values.length === 0 ? [] : build(entriesOf(values), 0, { target: pathOf(index), keccak256 }).proof;
}

/** The key of an index. */
export function keyOf(index: number): string {
  return rlp(quantity(index));
}

function entriesOf(values: readonly string[]): Entry[] {
  return values.map((value, index) => ({ path: pathOf(index), value }));
}

function pathOf(index: number): string {
  return keyOf(index).slice(2);
}

/** @param entries At least one; all have the same first `depth` digits. */
function build(entries: readonly Entry[], depth: number, way: Way): Built {
  const [first, ...others] = entries;
  if (first === undefined) throw new RangeError("a node needs an entry");
  if (others.length === 0) return finish([compact(first.path.slice(depth), true), first.value], []);
  const common = commonLength(first.path, others);
  if (common > depth) {
    const below = build(entries, common, way);
    return finish([compact(first.path.slice(depth, common), false), reference(below, way)], proofBelow(below));
  }
  return branch(entries, depth, way);
}

function branch(entries: readonly Entry[], depth: number, way: Way): Built {
  const node: RlpItem[] = [];
  let proof: string[] = [];
  for (const digit of "0123456789abcdef") {
    const those = entries.filter(({ path }) => path[depth] === digit);
    if (those.length === 0) {
      node.push("0x");
      continue;
    }
    const below = build(those, depth + 1, way);
    node.push(reference(below, way));
    if (way.target?.[depth] === digit) proof = proofBelow(below);
  }
  // Encodings of indexes are no prefix of each other, so no value is at a branch.
  node.push("0x");
  return finish(node, proof);
}

function finish(node: RlpItem[], below: readonly string[]): Built {
  const encoded = rlp(node);
  return { node, encoded, proof: [encoded, ...below] };
}

/** What the node above has of a node: the hash or, where it is not longer, the node. */
function reference({ node, encoded }: Built, { keccak256 }: Way): RlpItem {
  return isShort(encoded) ? node : keccak256(encoded);
}

function proofBelow({ encoded, proof }: Built): string[] {
  return isShort(encoded) ? proof.slice(1) : proof;
}

function isShort(encoded: string): boolean {
  return encoded.length < 2 + 2 * 32;
}

function commonLength(path: string, others: readonly Entry[]): number {
  let common = path.length;
  for (const other of others) {
    let length = 0;
    while (length < common && path[length] === other.path[length]) length++;
    common = length;
  }
  return common;
}

/** A part of a path with the flags of its node (hex prefix encoding). */
function compact(digits: string, isLeaf: boolean): string {
  const flag = isLeaf ? 2 : 0;
  return digits.length % 2 === 0 ? `0x${flag}0${digits}` : `0x${flag + 1}${digits}`;
}
