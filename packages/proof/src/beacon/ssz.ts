import { hexToBytes } from "@noble/curves/utils.js";
import { dataLength, sha256 } from "ethers";
import { dataOf, expectOnly, objectOf, textOf } from "../block/fields.js";
import { expectSame, ProofError } from "../errors.js";

/** How a field is written and hashed: bytes of a fixed length, a number in decimals, or at most 32 bytes. */
export type SszForm = number | "uint64" | "uint256" | "upTo32";

/** The fields of a container of SSZ that has no containers in it, in their order. */
export type SszForms = Readonly<Record<string, SszForm>>;

/** The values of such a container: bytes as lowercase hex, numbers in decimals. */
export type SszFields<Forms extends SszForms> = Readonly<Record<keyof Forms & string, string>>;

const ZERO_CHUNK = `0x${"00".repeat(32)}`;

/** Roots of trees over zeros alone, by their height. */
const ZERO_ROOTS = [ZERO_CHUNK];

/** Reads a container. @throws ProofError `Malformed`, `UnknownField` */
export function readFields<Forms extends SszForms>(value: unknown, forms: Forms, what: string): SszFields<Forms> {
  const fields = objectOf(value, what);
  expectOnly(fields, new Set(Object.keys(forms)), what);
  const read: Record<string, string> = {};
  for (const [name, form] of Object.entries(forms)) read[name] = readValue(fields[name], form, `${what}.${name}`);
  if (!isComplete(read, forms)) throw new ProofError("Malformed", what, "a container", textOf(value));
  return read;
}

/** The hash tree root of a container. */
export function rootOfFields<Forms extends SszForms>(fields: SszFields<Forms>, forms: Forms): string {
  const values = Object.entries<string>(fields);
  const byName = new Map(values);
  return rootOfChunks(Object.entries(forms).map(([name, form]) => rootOfValue(byName.get(name) ?? "0x", form)));
}

/** The root of a Merkle tree over chunks of 32 bytes, with chunks of zeros up to the next power of two. */
export function rootOfChunks(chunks: readonly string[]): string {
  let level = chunks;
  for (let height = 0; level.length > 1; height++) {
    const below = level;
    level = Array.from({ length: Math.ceil(below.length / 2) }, (_, index) =>
      hashOfPair(below[2 * index] ?? zeroRoot(height), below[2 * index + 1] ?? zeroRoot(height)),
    );
  }
  return level[0] ?? ZERO_CHUNK;
}

function zeroRoot(height: number): string {
  const known = ZERO_ROOTS[height];
  if (known !== undefined) return known;
  const below = zeroRoot(height - 1);
  return (ZERO_ROOTS[height] = hashOfPair(below, below));
}

/** The root of a vector of bytes. */
export function rootOfBytes(bytes: string): string {
  const digits = bytes.slice(2);
  const chunks = Array.from({ length: Math.ceil(digits.length / 64) }, (_, index) =>
    filled(digits.slice(64 * index, 64 * (index + 1))),
  );
  return rootOfChunks(chunks);
}

/**
 * Checks that a node of a Merkle tree is under a root.
 * @param index The generalized index of the node: 1 is the root, and the children of n are 2n and 2n + 1.
 * @param branch The sisters of the nodes on the way up.
 * @throws ProofError `Mismatch`
 */
export function expectUnder(what: string, root: string, node: string, branch: readonly string[], index: number): void {
  let found = node;
  let place = index;
  for (const sister of branch) {
    found = place % 2 === 0 ? hashOfPair(found, sister) : hashOfPair(sister, found);
    place = Math.floor(place / 2);
  }
  if (place !== 1) throw new ProofError("Malformed", what, "a branch of another length", String(branch.length));
  expectSame(what, root, found);
}

/** A number below 2^bits in decimals, in the only form that has one. @throws ProofError `Malformed` */
export function decimalOf(value: unknown, bits: number, field: string): string {
  if (typeof value !== "string" || !/^(?:0|[1-9]\d{0,77})$/.test(value) || BigInt(value) >> BigInt(bits) !== 0n) {
    throw new ProofError("Malformed", field, `a number of ${bits} bits`, textOf(value));
  }
  return value;
}

export function hashOfPair(left: string, right: string): string {
  // Not by ethers, whose conversion takes as long as the hash.
  return sha256(hexToBytes(left.slice(2) + right.slice(2)));
}

function readValue(value: unknown, form: SszForm, field: string): string {
  if (form === "uint64") return decimalOf(value, 64, field);
  if (form === "uint256") return decimalOf(value, 256, field);
  if (typeof form === "number") return dataOf(value, field, form);
  const bytes = dataOf(value, field);
  if (dataLength(bytes) > 32) throw new ProofError("Malformed", field, "at most 32 bytes", bytes);
  return bytes;
}

function rootOfValue(value: string, form: SszForm): string {
  if (typeof form === "number") return rootOfBytes(value);
  if (form !== "upTo32") return numberChunk(BigInt(value));
  // Lists are hashed with their length.
  return hashOfPair(filled(value.slice(2)), numberChunk(BigInt(dataLength(value))));
}

/** A number in little-endian order. */
function numberChunk(number: bigint): string {
  const digits = number.toString(16).padStart(64, "0");
  return `0x${(digits.match(/../g) ?? []).reverse().join("")}`;
}

function filled(digits: string): string {
  return `0x${digits.padEnd(64, "0")}`;
}

function isComplete<Forms extends SszForms>(
  read: Readonly<Record<string, string>>,
  forms: Forms,
): read is SszFields<Forms> {
  return Object.keys(forms).every((name) => name in read);
}
