import { decodeBytes32String } from "ethers";

/** Formats the 32 bytes of a reference for people: as the short text that they encode, a JSON string, otherwise as hex. */
export function formatReference(bytes: string): string {
  try {
    const short = decodeBytes32String(bytes);
    if (/^[\x21-\x7e][\x20-\x7e]*$/.test(short)) return JSON.stringify(short);
  } catch {
    // Not a short text: a hash, for example.
  }
  return bytes;
}
