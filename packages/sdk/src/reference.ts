import { decodeBytes32String } from "ethers";

/** 32 bytes of a reference as people read them: the short text that they are made of, in quotes, or else as they are. */
export function formatReference(bytes: string): string {
  try {
    const short = decodeBytes32String(bytes);
    if (/^[\x21-\x7e][\x20-\x7e]*$/.test(short)) return `"${short}"`;
  } catch {
    // A hash, then.
  }
  return bytes;
}
