import type { Indexed } from "ethers";

/** One JSON document: bigints are decimal strings, errors their message. */
export function toJson(document: unknown): string {
  return escaped(JSON.stringify(plain(document), null, 2));
}

/** The same on one line. */
export function toJsonLine(document: unknown): string {
  return escaped(JSON.stringify(plain(document)));
}

/** JSON itself allows characters that move the cursor or turn the text around. Its line breaks are no part of a text. */
function escaped(json: string): string {
  return json.replace(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (found) =>
    Array.from({ length: found.length }, (_unit, index) => unicode(found.charCodeAt(index))).join(""),
  );
}

function unicode(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, "0")}`;
}

function plain(value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  if (value instanceof Error) return value.message;
  // What ethers decodes is an array that is more than that: only its items are wanted.
  if (Array.isArray(value)) return Array.from(value as readonly unknown[], plain);
  if (typeof value !== "object" || value === null) return value;
  if (isIndexed(value)) return value.hash;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}

/** Whether it is an indexed text or bytes of an event, of which ethers knows the hash. Its class would take all of ethers. */
function isIndexed(value: object): value is Indexed {
  return "_isIndexed" in value && value._isIndexed === true;
}
