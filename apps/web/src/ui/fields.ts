/** Reads what somebody handed on, such as a quote or a signed payment: anyone may have written it. */
import type { Deal } from "@servicecoin/sdk";
import { getAddress, isAddress } from "ethers/address";

/** A document, or a part of one. */
export type Fields = Readonly<Record<string, unknown>>;

/** @throws TypeError */
export function readObject(value: unknown, name: string): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new TypeError(`${name} is no object`);
  return value as Fields;
}

/** @throws TypeError */
export function readAddress(fields: Fields, name: string): string {
  const address = fields[name];
  // ethers also takes addresses without the prefix, and those of banks (ICAP).
  if (typeof address !== "string" || !address.startsWith("0x") || !isAddress(address))
    throw new TypeError(`${name} is no address`);
  return getAddress(address);
}

/** Reads digits, as JSON has them for numbers of any size, or a small number. @throws TypeError, RangeError */
export function readUint(value: unknown, name: string, bits: number): bigint {
  const isNumber = typeof value === "string" || Number.isSafeInteger(value);
  if (!isNumber || !/^\d{1,78}$/.test(String(value))) throw new TypeError(`${name} is no number`);
  const number = BigInt(String(value));
  if (number >= 2n ** BigInt(bits)) throw new RangeError(`${name} is too large`);
  return number;
}

/** @throws TypeError */
export function readBytes32(fields: Fields, name: string): string {
  const bytes = fields[name];
  if (typeof bytes !== "string" || !/^0x[0-9a-f]{64}$/i.test(bytes)) throw new TypeError(`${name} is not 32 bytes`);
  return bytes.toLowerCase();
}

/** Smart wallets sign with a few hundred bytes. */
const LONGEST_SIGNATURE = 2 + 2 * 2_048;

/** @throws TypeError */
export function readSignature({ signature }: Fields): string {
  if (typeof signature !== "string" || signature.length > LONGEST_SIGNATURE) throw new TypeError("no signature");
  if (!/^0x([0-9a-f]{2})+$/i.test(signature)) throw new TypeError("no signature");
  return signature;
}

const BITS = { price: 96, period: 32, start: 40, deadline: 40, window: 32, feeBps: 16 } as const;

/** @throws TypeError, RangeError */
export function readDeal(fields: Fields): Deal {
  const deal = readObject(fields["deal"], "deal");
  const addresses = ["payer", "payee", "arbiter"].map((name) => [name, readAddress(deal, name)]);
  const numbers = Object.entries(BITS).map(([name, bits]) => [name, readUint(deal[name], name, bits)]);
  return { ...Object.fromEntries([...addresses, ...numbers]), ref: readBytes32(deal, "ref") } as Deal;
}

/** Writes big integers as digits. */
export function writeJson(value: object): string {
  return JSON.stringify(value, (_field, one: unknown) => (typeof one === "bigint" ? String(one) : one));
}

/** Base64 of characters up to U+00FF, in the form for URLs, without signs that need escapes. */
export function toBase64Url(binary: string): string {
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** @throws Error when it is no base64 */
export function fromBase64Url(base64: string): string {
  return atob(base64.replaceAll("-", "+").replaceAll("_", "/"));
}
