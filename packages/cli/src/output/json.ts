import type { Indexed } from "ethers";

/** Formats a JSON document: bigints become decimal strings, errors their messages. */
export function toJson(document: unknown): string {
  return escaped(JSON.stringify(plain(document), null, 2));
}

/** Formats a JSON document on one line. */
export function toJsonLine(document: unknown): string {
  return escaped(JSON.stringify(plain(document)));
}

/** Escapes control and format characters, which JSON allows in strings. Line breaks of the document itself stay. */
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
  // Results of ethers are arrays with more properties: keep the items only.
  if (Array.isArray(value)) return Array.from(value as readonly unknown[], plain);
  if (typeof value !== "object" || value === null) return value;
  if (isIndexed(value)) return value.hash;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}

/** Recognizes the hash of an indexed event argument. A check by class would load all of ethers. */
function isIndexed(value: object): value is Indexed {
  return "_isIndexed" in value && value._isIndexed === true;
}
