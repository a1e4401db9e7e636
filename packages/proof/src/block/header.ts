import { ETHERS } from "../cryptography.js";
import { ProofError } from "../errors.js";
import { dataOf, expectOnly, isMissing, objectOf, quantityOf } from "./fields.js";
import { rlpBytes, rlpList } from "./rlp.js";

/** Bytes of a field with a fixed length; "number" and "bytes" have any. */
type Form = number | "number" | "bytes";

/** The fields of every header, in the order of their encoding, with the names of JSON-RPC. */
const FIRST = {
  parentHash: 32,
  sha3Uncles: 32,
  miner: 20,
  stateRoot: 32,
  transactionsRoot: 32,
  receiptsRoot: 32,
  logsBloom: 256,
  difficulty: "number",
  number: "number",
  gasLimit: "number",
  gasUsed: "number",
  timestamp: "number",
  extraData: "bytes",
  mixHash: 32,
  nonce: 8,
} as const satisfies Record<string, Form>;

/** The fields that forks appended: London, Shanghai, Cancun (3), Prague. Each needs those before it. */
const LATER = {
  baseFeePerGas: "number",
  withdrawalsRoot: 32,
  blobGasUsed: "number",
  excessBlobGas: "number",
  parentBeaconBlockRoot: 32,
  requestsHash: 32,
} as const satisfies Record<string, Form>;

/** What nodes tell of a block beside its header. */
const BESIDE = ["hash", "size", "totalDifficulty", "uncles", "transactions", "withdrawals"] as const;

/**
 * The fields of a block's header in the form of RLP: bytes as lowercase hex, numbers without leading zeros and 0 as
 * `0x`.
 */
export type Header = Readonly<Record<keyof typeof FIRST, string> & Partial<Record<keyof typeof LATER, string>>>;

const FIELDS: readonly (readonly [name: keyof Header, form: Form])[] = [...entriesOf(FIRST), ...entriesOf(LATER)];

/** The names of all fields of a header, in the order of their encoding. */
export const HEADER_FIELDS: readonly (keyof Header)[] = FIELDS.map(([name]) => name);

const OF_BLOCK = new Set<string>([...HEADER_FIELDS, ...BESIDE]);
const OF_HEADER = new Set<string>(HEADER_FIELDS);

/**
 * Reads the header of a block as JSON-RPC returns it.
 * @throws ProofError `Malformed`; `UnknownField` for a field that neither belongs to a header up to the fork Osaka nor
 * is known to stand beside it
 */
export function readHeader(block: unknown, what = "block"): Header {
  const fields = objectOf(block, what);
  expectOnly(fields, OF_BLOCK, what);
  return headerIn(fields, what);
}

/** Reads a header with nothing beside it. @throws ProofError `Malformed`, `UnknownField` */
export function readBareHeader(header: unknown, what: string): Header {
  const fields = objectOf(header, what);
  expectOnly(fields, OF_HEADER, what);
  return headerIn(fields, what);
}

/** The encoding of a header, whose hash is the block's. */
export function encodeHeader(header: Header): string {
  const values: string[] = [];
  for (const name of HEADER_FIELDS) {
    const value = header[name];
    if (value !== undefined) values.push(rlpBytes(value));
  }
  return rlpList(values);
}

/** The hash of a block. */
export function hashOf(header: Header, { keccak256 } = ETHERS): string {
  return keccak256(encodeHeader(header));
}

function headerIn(fields: Readonly<Record<string, unknown>>, what: string): Header {
  const header: Partial<Record<keyof Header, string>> = {};
  let missing: string | undefined;
  for (const [name, form] of FIELDS) {
    const value = fields[name];
    if (isMissing(value) && name in LATER) {
      missing ??= name;
      continue;
    }
    // Without the field before it the encoding would be that of another header.
    if (missing !== undefined) throw new ProofError("Malformed", `${what}.${missing}`, "a field", undefined);
    header[name] = form === "number" ? quantityOf(value, `${what}.${name}`) : bytesOf(value, `${what}.${name}`, form);
  }
  if (!isComplete(header)) throw new ProofError("Malformed", what, "a header", undefined);
  return header;
}

function bytesOf(value: unknown, field: string, form: number | "bytes"): string {
  return dataOf(value, field, form === "bytes" ? undefined : form);
}

function isComplete(header: Partial<Record<keyof Header, string>>): header is Header {
  return namesOf(FIRST).every((name) => header[name] !== undefined);
}

function namesOf<Name extends string>(record: Readonly<Record<Name, Form>>): Name[] {
  return Object.keys(record) as Name[];
}

function entriesOf<Name extends string>(record: Readonly<Record<Name, Form>>): [Name, Form][] {
  return namesOf(record).map((name) => [name, record[name]]);
}
