import { hexlify } from "ethers/utils";
import type { Text } from "../i18n/text.ts";
import type { Parsed } from "./parse.ts";

/** Bytes of text that a reference has room for: its last byte is zero. */
const ROOM = 31;
const BYTES = 32;

/**
 * Parses a reference into 32 bytes, as the command line does: a text of at most 31 bytes, or 0x and 64 hex digits.
 * @returns undefined when the text is empty: a payment without a reference
 */
export function parseReference(text: string, { pay }: Pick<Text, "pay">): Parsed<string | undefined> {
  const plain = text.trim();
  if (plain === "") return { value: undefined };
  if (/^0x[0-9a-f]*$/i.test(plain)) {
    return plain.length === 2 + 2 * BYTES ? { value: plain.toLowerCase() } : { error: pay.referenceHex };
  }
  const bytes = new TextEncoder().encode(plain);
  if (bytes.length > ROOM) return { error: pay.referenceTooLong(bytes.length) };
  const all = new Uint8Array(BYTES);
  all.set(bytes);
  return { value: hexlify(all) };
}

/** The text that 32 bytes encode; undefined when they are something else, such as a hash. */
export function textOfReference(reference: string): string | undefined {
  const match = /^0x((?:[0-9a-f]{2})*?)(?:00)+$/i.exec(reference);
  const digits = match?.[1] ?? "";
  if (reference.length !== 2 + 2 * BYTES || digits === "") return undefined;
  const bytes = Uint8Array.from(digits.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
  // A zero between other bytes is no end of a text.
  if (bytes.includes(0)) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
