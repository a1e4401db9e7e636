import { ProofError } from "../errors.js";

/** A JSON object whose fields have not been looked at. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** @throws ProofError `Malformed` */
export function objectOf(value: unknown, field: string): JsonObject {
  if (!isObject(value)) throw new ProofError("Malformed", field, "an object", textOf(value));
  return value;
}

/** @throws ProofError `Malformed` */
export function listOf(value: unknown, field: string): readonly unknown[] {
  if (!isList(value)) throw new ProofError("Malformed", field, "a list", textOf(value));
  return value;
}

/**
 * Bytes in hex, as lowercase digits.
 * @param bytes How many. Default: any number.
 * @throws ProofError `Malformed`
 */
export function dataOf(value: unknown, field: string, bytes?: number): string {
  if (typeof value !== "string" || value.length % 2 !== 0 || !/^0x[0-9a-f]*$/i.test(value)) {
    throw new ProofError("Malformed", field, "bytes in hex", textOf(value));
  }
  if (bytes !== undefined && value.length !== 2 + 2 * bytes) {
    throw new ProofError("Malformed", field, `${bytes} bytes in hex`, textOf(value));
  }
  return value.toLowerCase();
}

/**
 * A number in hex, as RLP has it: whole bytes without leading zeros, and 0 as no byte.
 * @throws ProofError `Malformed`
 */
export function quantityOf(value: unknown, field: string): string {
  if (typeof value !== "string" || !/^0x[0-9a-f]{1,64}$/i.test(value)) {
    throw new ProofError("Malformed", field, "a number in hex", textOf(value));
  }
  const digits = value.slice(2).replace(/^0+/, "").toLowerCase();
  return digits.length % 2 === 0 ? `0x${digits}` : `0x0${digits}`;
}

/** A number in hex as a bigint. @throws ProofError `Malformed` */
export function numberOf(value: unknown, field: string): bigint {
  return numberIn(quantityOf(value, field));
}

/** The number of a quantity in the form of RLP. */
export function numberIn(quantity: string): bigint {
  return quantity === "0x" ? 0n : BigInt(quantity);
}

/** A number in the form of RLP. */
export function quantity(number: bigint | number): string {
  const digits = number.toString(16);
  if (digits === "0") return "0x";
  return digits.length % 2 === 0 ? `0x${digits}` : `0x0${digits}`;
}

/** A number as JSON-RPC has it. */
export function hex(number: bigint | number): string {
  return `0x${number.toString(16)}`;
}

/** Whether a field is missing; some nodes write null for one. */
export function isMissing(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

/** @throws ProofError `UnknownField` when an object has another field */
export function expectOnly(object: JsonObject, known: ReadonlySet<string>, what: string): void {
  for (const name in object) {
    if (!known.has(name)) throw new ProofError("UnknownField", `${what}.${name}`, undefined, textOf(object[name]));
  }
}

/** A value of unknown type for a message. */
export function textOf(value: unknown): string {
  if (value === undefined) return "nothing";
  return typeof value === "string" ? value : JSON.stringify(value);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}
