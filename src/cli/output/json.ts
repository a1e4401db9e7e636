import { Indexed } from "ethers";

/** One JSON document: bigints are decimal strings, errors their message. */
export function toJson(document: unknown): string {
  return JSON.stringify(plain(document), null, 2);
}

/** The same on one line. */
export function toJsonLine(document: unknown): string {
  return JSON.stringify(plain(document));
}

function plain(value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  if (value instanceof Indexed) return value.hash;
  if (value instanceof Error) return value.message;
  // What ethers decodes is an array that is more than that: only its items are wanted.
  if (Array.isArray(value)) return Array.from(value as readonly unknown[], plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}
