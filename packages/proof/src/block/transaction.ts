import { ETHERS } from "../cryptography.js";
import { ProofError } from "../errors.js";
import {
  dataOf,
  isMissing,
  listOf,
  numberIn,
  numberOf,
  objectOf,
  quantity,
  quantityOf,
  type JsonObject,
} from "./fields.js";
import { rlp, type RlpItem } from "./rlp.js";

/** How a field of a transaction is encoded. */
type Form = "number" | "bytes" | "to" | "accessList" | "hashes" | "authorizations";

/** A signed field. */
type Field = readonly [name: string, form: Form];

const CHAIN_ID: Field = ["chainId", "number"];
const NONCE: Field = ["nonce", "number"];
const GAS_PRICE: Field = ["gasPrice", "number"];
const CALL: readonly Field[] = [
  ["gas", "number"],
  ["to", "to"],
  ["value", "number"],
  ["input", "bytes"],
];
const ACCESS_LIST: Field = ["accessList", "accessList"];
const FEES: readonly Field[] = [
  ["maxPriorityFeePerGas", "number"],
  ["maxFeePerGas", "number"],
];
const DYNAMIC: readonly Field[] = [CHAIN_ID, NONCE, ...FEES, ...CALL, ACCESS_LIST];

/** The signed fields of each type, in the order of their encoding (EIP-2930, EIP-1559, EIP-4844, EIP-7702). */
export const TRANSACTION_FIELDS: readonly (readonly Field[])[] = [
  [NONCE, GAS_PRICE, ...CALL],
  [CHAIN_ID, NONCE, GAS_PRICE, ...CALL, ACCESS_LIST],
  DYNAMIC,
  [...DYNAMIC, ["maxFeePerBlobGas", "number"], ["blobVersionedHashes", "hashes"]],
  [...DYNAMIC, ["authorizationList", "authorizations"]],
];

/** Order of the curve secp256k1. */
const CURVE_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

/** A transaction in its encodings. */
export interface RawTransaction {
  type: number;
  /** The bytes that stand under the transactions root. */
  raw: string;
  /** What the sender signed. */
  signedHash: string;
  v: bigint;
  r: string;
  s: string;
}

/** Reads the type of a transaction or receipt. @throws ProofError `Malformed` for one that Osaka does not have */
export function typeOf(value: unknown, field: string): number {
  const type = isMissing(value) ? 0n : numberOf(value, field);
  if (type >= TRANSACTION_FIELDS.length)
    throw new ProofError("Malformed", field, "a type from 0 to 4", type.toString());
  return Number(type);
}

/**
 * Encodes a transaction of JSON-RPC.
 * @param what Names it in errors.
 * @throws ProofError `Malformed`
 */
export function encodeTransaction(transaction: JsonObject, what: string, cryptography = ETHERS): RawTransaction {
  const type = typeOf(transaction["type"], `${what}.type`);
  const fields = (TRANSACTION_FIELDS[type] ?? []).map(([name, form]) =>
    encoded(transaction[name], form, `${what}.${name}`),
  );
  const v = type === 0 ? numberOf(transaction["v"], `${what}.v`) : parityOf(transaction, what);
  const r = quantityOf(transaction["r"], `${what}.r`);
  const s = quantityOf(transaction["s"], `${what}.s`);
  return assembled(type, fields, { v, r, s }, cryptography);
}

/** Puts the encodings of a transaction together. */
export function assembled(
  type: number,
  fields: RlpItem[],
  { v, r, s }: Pick<RawTransaction, "v" | "r" | "s">,
  { keccak256 } = ETHERS,
): RawTransaction {
  const raw = typed(type, rlp([...fields, quantity(v), r, s]));
  const chainId = type === 0 ? chainIdOf(v) : undefined;
  const signed = chainId === undefined ? fields : [...fields, quantity(chainId), "0x", "0x"];
  return { type, raw, signedHash: keccak256(typed(type, rlp(signed))), v, r, s };
}

/** The chain that a legacy transaction is for, if it says one (EIP-155). */
export function chainIdOf(v: bigint): bigint | undefined {
  return v >= 35n ? (v - 35n) / 2n : undefined;
}

/** Puts the type before an encoding (EIP-2718). */
export function typed(type: number, body: string): string {
  return type === 0 ? body : `0x0${type}${body.slice(2)}`;
}

/**
 * The account that signed a transaction, in lowercase.
 * @throws ProofError `Malformed` when no key gives the signature
 */
export function senderOf(
  { type, signedHash, v, r, s }: RawTransaction,
  what: string,
  { keccak256, recoverPublicKey } = ETHERS,
): string {
  const parity = type !== 0 ? v : v >= 35n ? (v - 35n) % 2n : v - 27n;
  const order = numberIn(s);
  // Local nodes sign with either of the two values; the other one with the other parity is of the same key.
  const isHigh = order > CURVE_ORDER / 2n;
  const low = isHigh ? quantity(CURVE_ORDER - order) : s;
  try {
    if (parity !== 0n && parity !== 1n) throw new RangeError(`the parity is ${parity}`);
    if (order >= CURVE_ORDER) throw new RangeError("s is not less than the order of the curve");
    const key = recoverPublicKey(signedHash, padded(r), padded(low), (parity === 0n) !== isHigh ? 0 : 1);
    // The address is the end of the hash of the key, without the byte that says how the key is written.
    return `0x${keccak256(`0x${key.slice(4)}`).slice(26)}`;
  } catch (error) {
    throw new ProofError("Malformed", `${what}.signature`, "a signature that a key gives", `${r} ${s}`, error);
  }
}

function padded(quantity: string): string {
  return `0x${quantity.slice(2).padStart(64, "0")}`;
}

function encoded(value: unknown, form: Form, field: string): RlpItem {
  switch (form) {
    case "number":
      return quantityOf(value, field);
    case "bytes":
      return dataOf(value, field);
    case "to":
      return isMissing(value) ? "0x" : dataOf(value, field, 20);
    case "hashes":
      return listOf(value, field).map((hash) => dataOf(hash, field, 32));
    case "accessList":
      return listOf(value, field).map((one) => {
        const { address, storageKeys } = objectOf(one, field);
        const keys = listOf(storageKeys, `${field}.storageKeys`).map((key) => dataOf(key, `${field}.storageKeys`, 32));
        return [dataOf(address, `${field}.address`, 20), keys];
      });
    case "authorizations":
      return listOf(value, field).map((one) => authorization(objectOf(one, field), field));
  }
}

function authorization(one: JsonObject, field: string): RlpItem {
  return [
    quantityOf(one["chainId"], `${field}.chainId`),
    dataOf(one["address"], `${field}.address`, 20),
    quantityOf(one["nonce"], `${field}.nonce`),
    quantity(parityOf(one, field)),
    quantityOf(one["r"], `${field}.r`),
    quantityOf(one["s"], `${field}.s`),
  ];
}

/** The parity of a signature; nodes write it as `yParity`, as `v`, or as both. */
function parityOf({ yParity, v }: JsonObject, what: string): bigint {
  const parity = numberOf(yParity ?? v, `${what}.yParity`);
  if (!isMissing(v) && numberOf(v, `${what}.v`) !== parity) {
    throw new ProofError("Mismatch", `${what}.v`, parity.toString(), numberIn(quantityOf(v, `${what}.v`)).toString());
  }
  return parity;
}
