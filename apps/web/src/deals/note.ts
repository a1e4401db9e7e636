/** Bytes of a note: the contract keeps 32, and the last one ends the text. */
const LONGEST = 31;

/** Writes a short text into 32 bytes; undefined when it is too long. */
export function encodeNote(text: string): string | undefined {
  const bytes = new TextEncoder().encode(text.trim());
  if (bytes.length > LONGEST) return undefined;
  const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `0x${digits.padEnd(64, "0")}`;
}
