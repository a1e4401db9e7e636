import { decodeRlp, keccak256, type RlpStructuredData } from "ethers";
import { ProofError } from "../errors.js";

/**
 * Follows a Merkle proof from the root to a key.
 * @param key In hex.
 * @param nodes Encodings of the nodes, from the root down.
 * @param what Names the proof in errors.
 * @returns The value in hex, or undefined when the proof shows that the trie has none for the key.
 * @throws ProofError `Mismatch` for a node with another hash or a superfluous one; `Malformed`
 */
export function valueIn(root: string, key: string, nodes: readonly string[], what: string): string | undefined {
  const path = key.slice(2);
  let used = 0;
  const take = (hash: string): RlpStructuredData => {
    const node = nodes[used];
    const field = `${what}[${used}]`;
    if (node === undefined) throw new ProofError("Malformed", field, "a node", undefined);
    const actual = keccak256(node);
    if (actual !== hash) throw new ProofError("Mismatch", field, hash, actual);
    used++;
    return decoded(node, field);
  };
  const found = follow(take(root), path, take, what);
  if (used !== nodes.length) throw new ProofError("Malformed", `${what}[${used}]`, "missing", nodes[used]);
  return found;
}

function follow(
  top: RlpStructuredData,
  path: string,
  take: (hash: string) => RlpStructuredData,
  what: string,
): string | undefined {
  let node = top;
  let depth = 0;
  for (;;) {
    if (typeof node === "string") throw new ProofError("Malformed", what, "a node", node);
    let next: RlpStructuredData | undefined;
    if (node.length === 17) {
      const digit = path[depth];
      if (digit === undefined) return valueOf(node[16], what);
      next = node[parseInt(digit, 16)];
      depth++;
    } else {
      const [encoded, below] = node;
      if (node.length !== 2 || typeof encoded !== "string")
        throw new ProofError("Malformed", what, "a node", undefined);
      const { digits, isLeaf } = expanded(encoded);
      const rest = path.slice(depth);
      if (isLeaf) return rest === digits ? valueOf(below, what) : undefined;
      if (!rest.startsWith(digits)) return undefined;
      depth += digits.length;
      next = below;
    }
    if (next === undefined) throw new ProofError("Malformed", what, "a node", undefined);
    if (next === "0x") return undefined;
    node = typeof next === "string" ? take(next) : next;
  }
}

function valueOf(value: RlpStructuredData | undefined, what: string): string | undefined {
  if (typeof value !== "string") throw new ProofError("Malformed", what, "a value", undefined);
  return value === "0x" ? undefined : value;
}

function expanded(encoded: string): { digits: string; isLeaf: boolean } {
  const flag = parseInt(encoded[2] ?? "", 16);
  return { digits: encoded.slice(flag % 2 === 1 ? 3 : 4), isLeaf: flag >= 2 };
}

function decoded(node: string, field: string): RlpStructuredData {
  try {
    return decodeRlp(node);
  } catch (error) {
    throw new ProofError("Malformed", field, "an RLP encoding", node, error);
  }
}
